package io.github.dqlite4j.it.tls;

import io.github.dqlite4j.client.NodeAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Takes TLS connections on loopback and passes their bytes on to a node, as operators put it in front of dqlite. */
final class TlsProxy implements AutoCloseable {
    private final SSLServerSocket server;
    private final NodeAddress node;
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final List<String> serverNames = Collections.synchronizedList(new ArrayList<>());

    TlsProxy(SSLContext tls, NodeAddress node, boolean needsClient) throws IOException {
        this.server = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server.setNeedClientAuth(needsClient);
        this.node = node;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What clients named the server (SNI). */
    List<String> serverNames() {
        return List.copyOf(serverNames);
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) server.accept();
                sockets.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SSLSocket client) {
        try {
            client.startHandshake();
            for (SNIServerName name : ((ExtendedSSLSession) client.getSession()).getRequestedServerNames()) {
                serverNames.add(name.toString());
            }
            Socket target = new Socket(node.host(), node.port());
            sockets.add(target);
            target.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            daemon(() -> pump(target, client));
            pump(client, target);
        } catch (IOException e) {
            close(client);
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] part = new byte[16384];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                out.write(part, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // either side ended
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tls-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // is closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        List.copyOf(sockets).forEach(TlsProxy::close);
    }
}
