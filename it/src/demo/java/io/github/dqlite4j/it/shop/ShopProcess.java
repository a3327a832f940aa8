package io.github.dqlite4j.it.shop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The sample in its own JVM, on a free port of loopback. */
final class ShopProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;
    private final Thread hook;

    private ShopProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Returns when the page is served.
     *
     * @param nodes the address of {@link DemoNodes}
     */
    static ShopProcess start(String url, String nodes, Path log) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                DemoShop.class.getName(),
                "--logging.level.root=INFO",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.datasource.url=" + url);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        // Other users of the machine see arguments.
        builder.environment().put("DEMO_NODES", nodes);
        ShopProcess shop = new ShopProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), port);
        try {
            shop.awaitPage(log);
            return shop;
        } catch (IOException | RuntimeException e) {
            shop.close();
            throw e;
        }
    }

    private void awaitPage(Path log) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            try {
                if (client().get("/").status() == 200) {
                    return;
                }
            } catch (IOException e) {
                // not listening yet
            }
            Thread.sleep(100);
        }
        throw new IOException("The sample did not start; see " + log);
    }

    ShopClient client() {
        return new ShopClient(port);
    }

    String page() {
        return "http://127.0.0.1:" + port + "/";
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
