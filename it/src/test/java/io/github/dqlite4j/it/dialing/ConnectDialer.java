package io.github.dqlite4j.it.dialing;

import io.github.dqlite4j.nodes.NodeDialer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reaches the nodes through an HTTP proxy. */
record ConnectDialer(InetSocketAddress proxy) implements NodeDialer {
    @Override
    public Dialed dial(String host, int port, Duration timeout) throws IOException {
        SocketChannel channel = SocketChannel.open(proxy);
        try {
            String request = "CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            channel.write(StandardCharsets.ISO_8859_1.encode(request));
            String answer = answer(channel);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("the proxy says " + answer);
            }
            return new Dialed(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** No byte more: what follows is the node's. */
    private static String answer(SocketChannel channel) throws IOException {
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0 && channel.read(one.clear()) > 0) {
            answer.append((char) one.get(0));
        }
        return answer.toString();
    }
}
