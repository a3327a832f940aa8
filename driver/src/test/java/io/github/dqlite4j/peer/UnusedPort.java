package io.github.dqlite4j.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of loopback on which nothing listens, reserved until it is closed. */
public final class UnusedPort implements AutoCloseable {
    private final Socket bound = new Socket();

    public UnusedPort() {
        try {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + bound.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
