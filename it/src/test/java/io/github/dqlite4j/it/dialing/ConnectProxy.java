package io.github.dqlite4j.it.dialing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP proxy on loopback that supports only CONNECT. It has its own list of names, and refuses others. */
final class ConnectProxy implements AutoCloseable {
    private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S+) HTTP/1\\.1\r\n(?:.+\r\n)*\r\n");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, InetSocketAddress> targets;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    /** @param targets the names, with their ports, and where they lead */
    ConnectProxy(Map<String, InetSocketAddress> targets) throws IOException {
        this.targets = Map.copyOf(targets);
        daemon(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.getLocalPort());
    }

    /** How many connections were made to each of the names. */
    Map<String, Integer> connections() {
        return Map.copyOf(connections);
    }

    private void accept() {
        try {
            for (; ; ) {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            Matcher request = CONNECT.matcher(head(client.getInputStream()));
            InetSocketAddress target = request.matches() ? targets.get(request.group(1)) : null;
            if (target == null) {
                say(client, "HTTP/1.1 403 \u001b[31mForbidden");
                return;
            }
            try (Socket node = new Socket(target.getAddress(), target.getPort())) {
                open.add(node);
                node.setTcpNoDelay(true);
                connections.merge(request.group(1), 1, Integer::sum);
                say(client, "HTTP/1.1 200 Connection established");
                daemon(() -> pump(node, client));
                pump(client, node);
            } catch (IOException e) {
                say(client, "HTTP/1.1 502 Bad Gateway");
            }
        } catch (IOException e) {
            // One side has closed.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void say(Socket client, String status) throws IOException {
        client.getOutputStream().write((status + "\r\nVia: test\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has closed.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "connect proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
