package io.github.dqlite4j.nodes;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sockets to the nodes of a cluster in place of the driver: for Unix domain sockets, proxies, and TLS that the options of the
 * driver cannot describe. Set it as the value of {@link #PROPERTY} in {@code Properties}, or on a data source; a URL cannot name one.
 *
 * <p>It opens every connection to a node: those of JDBC, those that search for the leader, and those of the administration. It does not see
 * the data that is sent later.
 *
 * <p>URLs with the same nodes and equal dialers ({@link Object#equals}) share the driver's knowledge of the cluster. So create one object,
 * not one for each connection.
 */
@FunctionalInterface
public interface NodeDialer {
    /** The name of the property that has the dialer. */
    String PROPERTY = "dialer";

    /**
     * Connects to one node. It may block: the driver calls it on daemon threads for this purpose, up to 16 for each node, which end when no
     * connection is to be opened. So several threads may call it at a time, and it must be thread-safe. The thread has the context class
     * loader of the dialer's class.
     *
     * <p>When the time is over, or the connection is no longer needed, the thread is interrupted, which ends operations on a {@link
     * SocketChannel}. The driver closes a channel that is returned after that.
     *
     * <p>If this method throws, it must close what it has opened. A connection that it returns belongs to the driver, even if the driver
     * cannot use it.
     *
     * @param host the name or the address of the node, not resolved, an IPv6 address without brackets. It is from the URL, or named by
     *     the cluster, after {@code addressMapping} and {@code redirects}
     * @param port from 1 to 65535
     * @param timeout what is left of {@code connectTimeout}; positive
     * @throws IOException if the node cannot be reached. After this and any other exception or error, the driver asks other nodes, and
     *     this one again later
     * @throws InterruptedException if the thread was interrupted
     */
    Dialed dial(String host, int port, Duration timeout) throws IOException, InterruptedException;

    /**
     * A connection to one node.
     *
     * @param channel connected, by TCP or a Unix domain socket, in blocking or non-blocking mode, of the JVM's own provider, and registered with no
     *     selector. No other code may read it or write to it, and the answer of a proxy has been read completely
     * @param tls encrypts the connection in place of the driver's own TLS; then the options {@code ssl…} are ignored. The driver sets
     *     its client mode and begins the handshake, which may take {@code connectTimeout} again; key and trust managers are called on the
     *     same kind of threads as {@link #dial}. The engine must be configured for all checks of the certificate, including the host name.
     *     Each connection needs a new engine. Null: the driver uses its own TLS on the channel, if {@code sslMode} says so
     */
    record Dialed(SocketChannel channel, @Nullable SSLEngine tls) {
        public Dialed {
            Objects.requireNonNull(channel, "channel");
        }

        /** A connection without an engine of the application. */
        public Dialed(SocketChannel channel) {
            this(channel, null);
        }
    }
}
