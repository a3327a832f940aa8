package io.github.dqlite4j.it.admin;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.peer.UnusedPort;
import io.github.dqlite4j.transport.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node that does not belong to a cluster yet, in a process of its own. It is started to join an address where no node listens, so it
 * waits, as a node does before it is added.
 */
public final class FreshNode implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("(?m)^ID: (\\d+)$");
    private static final int ATTEMPTS = 5;

    private final Path directory;
    private final UnusedPort unused = new UnusedPort();
    private Process process;
    private String address = "";
    private long id;

    private FreshNode(Path directory) {
        this.directory = directory;
    }

    public static FreshNode start() throws IOException, InterruptedException {
        FreshNode node = new FreshNode(Files.createTempDirectory("dqlite4j"));
        for (int attempt = 1; !node.launch(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IOException(
                        "The node ends when it is started: " + Files.readString(node.directory.resolve("log")));
            }
        }
        return node;
    }

    /** Another process may take the port before the node binds it; then the node ends. */
    private boolean launch() throws IOException, InterruptedException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + socket.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of("dqlite-demo", "--api", "127.0.0.1:0", "--db", address));
        command.addAll(List.of("--dir", directory.toString(), "--join", unused.address()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        String libraries = System.getenv("DQLITE_LIBRARY_PATH");
        if (libraries != null && !libraries.isEmpty()) {
            Map<String, String> environment = builder.environment();
            environment.put("LD_LIBRARY_PATH", libraries);
        }
        process = builder.start();
        Path info = directory.resolve(address).resolve("info.yaml");
        await("the node to listen", () -> !process.isAlive() || readsId(info) && listens());
        return process.isAlive();
    }

    private boolean readsId(Path info) {
        try {
            Matcher found = ID.matcher(Files.exists(info) ? Files.readString(info) : "");
            if (found.find()) {
                id = Long.parseUnsignedLong(found.group(1));
            }
            return id != 0;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean listens() {
        NodeAddress node = NodeAddress.parse(address);
        try (Socket socket = new Socket(node.host(), node.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until this is so. */
    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("Timeout while waiting for " + what);
            }
            Thread.sleep(20);
        }
    }

    /** The address of a node of a cluster as its members have it. */
    public static String address(DqliteCluster.Node node) {
        return node.address().toString();
    }

    public String address() {
        return address;
    }

    public long id() {
        return id;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unused.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
