package io.github.dqlite4j.it.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Kills the leader and starts nodes again on a POST request, on loopback, at an address that cannot be guessed. */
final class DemoNodes implements AutoCloseable {
    private final DqliteCluster cluster;
    private final HttpServer server;
    private final String path = "/" + UUID.randomUUID() + "/";

    DemoNodes(DqliteCluster cluster) throws IOException {
        this.cluster = cluster;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path + "kill", exchange -> answer(exchange, this::kill));
        server.createContext(path + "start", exchange -> answer(exchange, this::start));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void answer(HttpExchange exchange, Supplier<String> action) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            exchange.sendResponseHeaders(405, -1);
            exchange.close();
            return;
        }
        byte[] text = action.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private String kill() {
        Optional<DqliteCluster.Node> leader = cluster.nodes().stream()
                .filter(DqliteCluster.Node::isRunning)
                .filter(DqliteCluster.Node::leads)
                .findFirst();
        leader.ifPresent(DqliteCluster.Node::kill);
        return leader.map(node -> "Killed " + node.address()).orElse("No node leads now");
    }

    private String start() {
        List<DqliteCluster.Node> down =
                cluster.nodes().stream().filter(node -> !node.isRunning()).toList();
        for (DqliteCluster.Node node : down) {
            try {
                node.restart();
            } catch (IOException e) {
                return node.address() + " was not started: " + e.getMessage();
            }
        }
        return down.isEmpty()
                ? "All nodes run"
                : "Started "
                        + down.stream().map(node -> node.address().toString()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
