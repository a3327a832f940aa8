package io.github.dqlite4j.it.cluster;

import io.github.dqlite4j.client.CallerEventLoop;
import io.github.dqlite4j.client.Link;
import io.github.dqlite4j.client.NodeAddress;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Role;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster of real nodes, each a process of its own on loopback, that a test may kill, pause and start again. */
public final class DqliteCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final List<Node> nodes = new ArrayList<>();
    private final Thread hook = new Thread(this::end);

    private DqliteCluster(Path directory) {
        this.directory = directory;
    }

    /** Starts so many nodes and returns when all of them vote and one leads. */
    public static DqliteCluster start(int size) {
        try {
            DqliteCluster cluster = new DqliteCluster(Files.createTempDirectory("dqlite4j"));
            Runtime.getRuntime().addShutdownHook(cluster.hook);
            for (int i = 0; i < size; i++) {
                Node node = cluster.new Node(i, freePort(), freePort());
                cluster.nodes.add(node);
                node.launch();
                int expected = i + 1;
                await("node " + i + " to join", () -> cluster.members(Role.values()) == expected);
            }
            cluster.awaitVoters();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException("Is the package go-dqlite installed?", e);
        }
    }

    /** Returns when all nodes are there and vote. */
    public void awaitVoters() {
        await(
                "all nodes to vote",
                () -> members(Role.VOTER) == nodes.size() && nodes.stream().allMatch(Node::knowsLeader));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public String jdbcUrl(String database) {
        return nodes.stream()
                .map(node -> node.address().toString())
                .collect(Collectors.joining(",", "jdbc:dqlite://", "/" + database));
    }

    /** The node that every living node but those that know of none names, and that says so itself. */
    public Node leader() {
        List<Node> found = new ArrayList<>();
        await("a leader", () -> {
            found.clear();
            nodes.stream().filter(Node::isRunning).filter(Node::leads).forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** The node that leads now that this one is lost, though it may not have noticed. */
    public Node leaderAfter(Node lost) {
        List<Node> found = new ArrayList<>();
        await("another leader than " + lost.address(), () -> {
            found.clear();
            nodes.stream()
                    .filter(node -> node != lost && node.isRunning())
                    .filter(Node::leads)
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    public List<Node> followers() {
        Node leader = leader();
        return nodes.stream().filter(node -> node != leader && node.isRunning()).toList();
    }

    private long members(Role... roles) {
        return nodes.stream()
                .filter(Node::isRunning)
                .filter(Node::leads)
                .mapToLong(node -> {
                    Response.Servers servers = node.ask(new Request.Cluster());
                    return servers.nodes().stream()
                            .filter(server -> List.of(roles).contains(server.role()))
                            .count();
                })
                .findFirst()
                .orElse(0);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Exception last = null;
        while (System.nanoTime() < until) {
            try {
                if (condition.holds()) {
                    return;
                }
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (Exception e) {
                last = e;
            }
        }
        throw new IllegalStateException("Waited in vain for " + what, last);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }

    private void end() {
        nodes.forEach(Node::kill);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One node. */
    public final class Node {
        private final int index;
        private final int api;
        private final int port;
        private Process process;

        private Node(int index, int api, int port) {
            this.index = index;
            this.api = api;
            this.port = port;
        }

        public NodeAddress address() {
            return new NodeAddress("127.0.0.1", port);
        }

        private void launch() throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    "dqlite-demo",
                    "--api",
                    "127.0.0.1:" + api,
                    "--db",
                    address().toString(),
                    "--dir",
                    directory + "/" + index));
            if (index > 0) {
                command.addAll(List.of("--join", nodes.get(0).address().toString()));
            }
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(index + ".log").toFile())
                    .start();
        }

        public long pid() {
            return process.pid();
        }

        public boolean isRunning() {
            return process.isAlive();
        }

        public boolean leads() {
            try {
                return ask(new Request.Leader()).address().equals(address().toString());
            } catch (IllegalStateException e) {
                return false;
            }
        }

        private boolean knowsLeader() {
            try {
                return !ask(new Request.Leader()).address().isEmpty();
            } catch (IllegalStateException e) {
                return false;
            }
        }

        /** One request on a connection of its own. */
        public <A extends Response> A ask(Request<A> request) {
            CallerEventLoop loop = new CallerEventLoop(NioIoHandler.newFactory());
            loop.enter();
            try {
                CompletableFuture<A> answer =
                        Link.connect(loop, address(), 1000).thenCompose(link -> link.request(request));
                long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                while (!answer.isDone() && System.nanoTime() < until) {
                    loop.run(Duration.ofMillis(100).toNanos());
                }
                if (!answer.isDone() || answer.isCompletedExceptionally()) {
                    throw new IllegalStateException("No answer from " + address());
                }
                return answer.join();
            } finally {
                loop.terminate();
                loop.exit();
            }
        }

        /** SIGKILL. */
        public void kill() {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        public void restart() throws IOException {
            kill();
            launch();
        }

        public void pause() throws IOException, InterruptedException {
            signal("STOP");
        }

        public void resume() throws IOException, InterruptedException {
            signal("CONT");
        }

        private void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor();
        }
    }
}
