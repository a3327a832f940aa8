package io.github.dqlite4j.transport;

import io.github.dqlite4j.nodes.NodeDialer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** How new connections to a cluster are set up: socket options, TLS, logging, and the function that opens them. Files are read once. Immutable, thread-safe. */
public final class Connector {
    private final boolean keepAlive;
    private final @Nullable SslContext tls;
    private final boolean logParameters;
    private final @Nullable DialerCalls dialer;

    private Connector(boolean keepAlive, @Nullable SslContext tls, boolean logParameters, @Nullable NodeDialer dialer) {
        this.keepAlive = keepAlive;
        this.tls = tls;
        this.logParameters = logParameters;
        this.dialer = dialer == null ? null : new DialerCalls(dialer);
    }

    /** Without TLS. */
    static Connector plain() {
        return new Connector(true, null, false, null);
    }

    /** @throws IllegalArgumentException if a file cannot be read or holds no certificate or key */
    public static Connector of(Endpoints endpoints) {
        Tls tls = endpoints.tls();
        try {
            return new Connector(
                    endpoints.keepAlive(),
                    tls == null ? null : context(tls),
                    endpoints.logParameters(),
                    endpoints.dialer());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("TLS: " + reason(e), e);
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private static SslContext context(Tls tls) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .endpointIdentificationAlgorithm(tls.verify() == Tls.Verify.AUTHORITY_AND_HOST ? "HTTPS" : null);
        if (tls.verify() == Tls.Verify.NOTHING) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (tls.roots() != null) {
            builder.trustManager(file(tls.roots()));
        }
        if (tls.certificate() != null && tls.key() != null) {
            builder.keyManager(file(tls.certificate()), file(tls.key()), tls.password());
        }
        return builder.build();
    }

    private static File file(Path path) {
        return path.toFile();
    }

    boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the log of messages shows the values of parameters. */
    boolean logParameters() {
        return logParameters;
    }

    /** The user's function that opens the sockets, or null. */
    @Nullable
    DialerCalls dialer() {
        return dialer;
    }

    /** A handler that names the node to the server (SNI), or null without TLS. */
    @Nullable
    SslHandler tls(ByteBufAllocator allocator, NodeAddress node) {
        if (tls == null) {
            return null;
        }
        SslHandler handler = tls.newHandler(allocator, node.host(), node.port());
        if (!NetUtil.isValidIpV4Address(node.host()) && !NetUtil.isValidIpV6Address(node.host())) {
            // The JDK leaves out names without a dot.
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(node.host())));
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }
}
