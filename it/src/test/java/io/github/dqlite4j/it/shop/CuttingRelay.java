package io.github.dqlite4j.it.shop;

import io.github.dqlite4j.client.NodeAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands before a node and loses a connection at the moment that matters. */
final class CuttingRelay implements AutoCloseable {
    /** What is lost with the connection. To the client both look alike. */
    enum Loss {
        REQUEST,
        ANSWER
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final NodeAddress node;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicReference<Loss> armed = new AtomicReference<>();
    private final AtomicInteger losses = new AtomicInteger();

    CuttingRelay(NodeAddress node) throws IOException {
        this.node = node;
        daemon(this::accept);
    }

    /** Of the next request this is lost. */
    void arm(Loss loss) {
        armed.set(loss);
    }

    /** How often something was lost. */
    int losses() {
        return losses.get();
    }

    /** Every connection to the node goes through this relay. */
    String jdbcUrl(String database) {
        String here = "127.0.0.1:" + server.getLocalPort();
        return "jdbc:dqlite://" + here + "/" + database + "?addressMapping=" + node + "=" + here;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket target = new Socket(node.host(), node.port());
                client.setTcpNoDelay(true);
                target.setTcpNoDelay(true);
                sockets.addAll(List.of(client, target));
                AtomicReference<Loss> losing = new AtomicReference<>();
                daemon(() -> requests(client, target, losing));
                daemon(() -> answers(target, client, losing));
            } catch (IOException e) {
                // closed, or the node is gone
            }
        }
    }

    private void requests(Socket client, Socket target, AtomicReference<Loss> losing) {
        byte[] part = new byte[65536];
        try (client;
                target) {
            InputStream in = client.getInputStream();
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                Loss loss = armed.getAndSet(null);
                if (loss == Loss.REQUEST) {
                    losses.incrementAndGet();
                    return;
                }
                if (loss != null) {
                    losing.set(loss);
                }
                target.getOutputStream().write(part, 0, read);
            }
        } catch (IOException e) {
            // the other side has closed
        }
    }

    private void answers(Socket target, Socket client, AtomicReference<Loss> losing) {
        byte[] part = new byte[65536];
        try (client;
                target) {
            InputStream in = target.getInputStream();
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                if (losing.get() != null) {
                    losses.incrementAndGet();
                    return;
                }
                client.getOutputStream().write(part, 0, read);
            }
        } catch (IOException e) {
            // the other side has closed
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
