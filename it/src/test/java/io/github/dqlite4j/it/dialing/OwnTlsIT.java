package io.github.dqlite4j.it.dialing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.TestAuthority;
import io.github.dqlite4j.it.fixture.TlsProxy;
import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeDialer.Dialed;
import io.github.dqlite4j.peer.Footprint;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * TLS with an SSLEngine of the application's, in front of one node: trusted and untrusted certificates, and code of the application that
 * fails during the handshake.
 */
@ExtendWith(Footprint.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnTlsIT {
    private static DqliteCluster cluster;
    private static TestAuthority authority;
    private static TlsProxy server;
    private static TlsProxy strict;

    @BeforeAll
    static void start() throws Exception {
        cluster = DqliteCluster.start(1);
        authority = new TestAuthority("Test authority");
        server = new TlsProxy(authority.toServe(), cluster.nodes().get(0).address(), false);
        strict = new TlsProxy(authority.toServe(), cluster.nodes().get(0).address(), true);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        strict.close();
        cluster.close();
    }

    private static void connect(TlsProxy to, String host, NodeDialer dialer, String options) throws SQLException {
        String here = host + ":" + to.port();
        Properties properties = new Properties();
        properties.put(NodeDialer.PROPERTY, dialer);
        try (Connection connection = DriverManager.getConnection(
                "jdbc:dqlite://" + here + "/tls?loginTimeout=60000&addressMapping="
                        + cluster.nodes().get(0).address() + "%3D" + here + options,
                properties)) {
            assertThat(connection.isValid(20)).isTrue();
        }
    }

    private static SSLContext trusting(TrustManager manager) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        return context;
    }

    /** Calls this with each certificate of a server. */
    private static final class Trust extends X509ExtendedTrustManager {
        private final Runnable check;

        Trust(Runnable check) {
            this.check = check;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            check.run();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new IllegalStateException("there is no Socket");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("the engine is known");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void itsOwnCertificateIsShown() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(authority.client().toKeyManagerFactory().getKeyManagers(), authority.trust(), null);
        connect(strict, "localhost", new TlsDialer(context), "");
        assertThatThrownBy(
                        () -> connect(strict, "localhost", new TlsDialer(authority.toConnect()), "&loginTimeout=1500"))
                .hasFieldOrPropertyWithValue("SQLState", "08001");
    }

    /** The options of the URL do not make the driver trust more, or less, than the engine does. */
    @Test
    void theEngineDecidesWhatIsTrusted() throws Exception {
        TestAuthority stranger = new TestAuthority("Another authority");
        connect(server, "localhost", new TlsDialer(authority.toConnect()), "&sslMode=verify-full");
        assertThatThrownBy(() -> connect(server, "localhost", new TlsDialer(stranger.toConnect()), "&sslMode=require"))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("PKIX path");
        assertThatThrownBy(() -> connect(server, "127.0.0.1", new TlsDialer(authority.toConnect()), ""))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("No subject alternative names");
    }

    /** Code of the application may block, and must not hold up the event loop of other connections. */
    @Test
    void whatIsTrustedIsDecidedOnAThreadOfTheDialer() throws Exception {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        connect(
                server,
                "localhost",
                new TlsDialer(trusting(
                        new Trust(() -> threads.add(Thread.currentThread().getName())))),
                "");
        assertThat(threads).isNotEmpty().allMatch(name -> name.equals("dqlite4j-dialer localhost:" + server.port()));
    }

    @Test
    void anErrorDuringTheHandshakeIsTheReason() throws Exception {
        TlsDialer dialer = new TlsDialer(trusting(new Trust(() -> {
            throw new NoClassDefFoundError("my/Missing");
        })));
        assertThatThrownBy(() -> connect(server, "localhost", dialer, "&loginTimeout=1500"))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("java.lang.NoClassDefFoundError: my/Missing");
        connect(server, "localhost", new TlsDialer(authority.toConnect()), "");
    }

    @Test
    void aCheckThatHangsEndsWithTheTimeForTheHandshake() throws Exception {
        Semaphore never = new Semaphore(0);
        TlsDialer dialer = new TlsDialer(trusting(new Trust(never::acquireUninterruptibly)));
        try {
            assertThatThrownBy(() -> connect(server, "localhost", dialer, "&loginTimeout=6000&connectTimeout=1000"))
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessageContaining("handshake timed out after 1000ms");
        } finally {
            never.release(1000);
        }
    }

    /** It would go on with the keys of another connection. */
    @Test
    void anEngineIsUsedOnce() throws Exception {
        SSLEngine[] one = new SSLEngine[1];
        SSLContext context = authority.toConnect();
        NodeDialer dialer = (host, port, timeout) -> {
            if (one[0] == null) {
                one[0] = context.createSSLEngine(host, port);
            }
            return new Dialed(SocketChannel.open(new InetSocketAddress(host, port)), one[0]);
        };
        assertThatThrownBy(() -> connect(server, "localhost", dialer, "&loginTimeout=1500"))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("the dialer returned an SSLEngine that was used before");
    }
}
