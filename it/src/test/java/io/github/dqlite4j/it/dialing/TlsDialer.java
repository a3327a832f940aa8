package io.github.dqlite4j.it.dialing;

import io.github.dqlite4j.nodes.NodeDialer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Encrypts with an SSLContext of the application's, and checks the name in the certificate. */
record TlsDialer(SSLContext context) implements NodeDialer {
    @Override
    public Dialed dial(String host, int port, Duration timeout) throws IOException {
        SSLEngine engine = context.createSSLEngine(host, port);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new Dialed(SocketChannel.open(new InetSocketAddress(host, port)), engine);
    }
}
