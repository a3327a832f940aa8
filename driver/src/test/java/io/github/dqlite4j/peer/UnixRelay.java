package io.github.dqlite4j.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A Unix domain socket in front of a port of loopback. */
public final class UnixRelay implements AutoCloseable {
    private final Path file;
    private final InetSocketAddress target;
    private final ServerSocketChannel server;
    private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param file made here, and deleted at the end
     * @param port where the connections lead
     */
    public UnixRelay(Path file, int port) throws IOException {
        this.file = file;
        this.target = new InetSocketAddress("127.0.0.1", port);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file));
        daemon(this::accept);
    }

    public UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(file);
    }

    /** How many connections it has accepted. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            for (; ; ) {
                SocketChannel client = server.accept();
                open.add(client);
                connections.incrementAndGet();
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                SocketChannel node = SocketChannel.open(target)) {
            open.add(node);
            daemon(() -> pump(node, client));
            pump(client, node);
        } catch (IOException e) {
            // The node does not run.
        }
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer part = ByteBuffer.allocate(1 << 16);
        try (from;
                to) {
            while (from.read(part.clear()) >= 0) {
                part.flip();
                while (part.hasRemaining()) {
                    to.write(part);
                }
            }
        } catch (IOException e) {
            // One side has closed.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "unix relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(file);
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
