package io.github.dqlite4j.nodes;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sockets to the nodes of a cluster, in place of the driver: for Unix domain sockets, proxies, and TLS that the options of the driver cannot
 * describe. Given as the value of {@link #PROPERTY} in {@code Properties}, or to a data source; a URL cannot name one.
 *
 * <p>Every connection to a node is opened by it: those of JDBC, those that ask who leads, and those of the administration. It has no part in what is sent then.
 *
 * <p>Two URLs with the same nodes and the same dialer, as {@link Object#equals} says, share what the driver knows of the cluster; so make one object, and
 * not one for each connection.
 */
@FunctionalInterface
public interface NodeDialer {
    /** The name of the property that has the dialer. */
    String PROPERTY = "dialer";

    /**
     * Connects to one node. It may block: it is called on a daemon thread that the driver has for this, of which there are up to 16 for each node and
     * none when there is nothing to open. So it is called by several threads at a time, and must be thread-safe. The thread has the context class
     * loader of the dialer's class.
     *
     * <p>When the time is over, or the connection is no longer needed, the thread is interrupted, which ends what it does with a {@link SocketChannel}. A
     * channel that is returned after that is closed by the driver.
     *
     * <p>What this method has opened and does not return, because it throws, it closes itself. What it returns belongs to the driver from then on, also if the
     * driver cannot use it.
     *
     * @param host the name or the address of the node, not resolved, an IPv6 address without brackets: one of the URL, or one that the cluster has named, after {@code
     *     addressMapping} and {@code redirects}
     * @param port from 1 to 65535
     * @param timeout what is left of {@code connectTimeout}; positive
     * @throws IOException why the node cannot be reached. This and any other exception or error counts as a node that cannot be reached now: others are asked, and
     *     this one again later
     * @throws InterruptedException because the thread was interrupted
     */
    Dialed dial(String host, int port, Duration timeout) throws IOException, InterruptedException;

    /**
     * A connection to one node.
     *
     * @param channel connected, by TCP or a Unix domain socket, in blocking or non-blocking mode, of the JVM's own provider, and registered with no
     *     selector. Nothing else reads it or writes to it any more, and what a proxy has answered is read to its end
     * @param tls encrypts the connection, in the place of the driver's own TLS: the options {@code ssl…} do not count then. The driver sets its client mode
     *     and begins the handshake, which may take {@code connectTimeout} again; key and trust managers are called on threads as {@link #dial} is. What has to be checked of the certificate, the engine must be set up to check, the
     *     name of the host too. Each connection needs an engine of its own. Null: the driver's own TLS is used on the channel, if {@code sslMode} says so
     */
    record Dialed(SocketChannel channel, @Nullable SSLEngine tls) {
        public Dialed {
            Objects.requireNonNull(channel, "channel");
        }

        /** Without TLS of one's own. */
        public Dialed(SocketChannel channel) {
            this(channel, null);
        }
    }
}
