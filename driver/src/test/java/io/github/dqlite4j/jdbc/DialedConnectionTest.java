package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeDialer.Dialed;
import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A function of the application that opens the sockets, given in every way that JDBC has. */
@ExtendWith({LeakRecorder.class, Footprint.class})
@Timeout(60)
class DialedConnectionTest {
    private final AtomicInteger calls = new AtomicInteger();

    private final NodeDialer dialer = (host, port, timeout) -> {
        calls.incrementAndGet();
        return new Dialed(SocketChannel.open(new InetSocketAddress(host, port)));
    };

    private static Properties with(NodeDialer dialer) {
        Properties properties = new Properties();
        properties.put(NodeDialer.PROPERTY, dialer);
        return properties;
    }

    private void isUsedBy(Connection connection) throws SQLException {
        try (connection) {
            assertThat(connection.isValid(20)).isTrue();
            assertThat(calls.getAndSet(0)).isPositive();
        }
    }

    @Test
    void isGivenInProperties() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            isUsedBy(DriverManager.getConnection(peer.url(), with(dialer)));
        }
    }

    @Test
    void isGivenToADataSource() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            DqliteDataSource source = new DqliteDataSource();
            source.setUrl(peer.url());
            source.setDialer(dialer);
            assertThat(source.getDialer()).isSameAs(dialer);
            isUsedBy(source.getConnection());
            isUsedBy(source.createConnectionBuilder().build());
            source.setDialer(null);
            assertThat(source.getDialer()).isNull();
            source.getConnection().close();
            assertThat(calls).hasValue(0);
            source.setProperties(with(dialer));
            assertThat(source.getDialer()).isSameAs(dialer);
            isUsedBy(source.getConnection());
        }
    }

    @Test
    void isGivenToADataSourceOfPools() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
            source.setUrl(peer.url());
            source.setDialer(dialer);
            PooledConnection pooled = source.getPooledConnection();
            isUsedBy(pooled.getConnection());
            pooled.close();
        }
    }

    @Test
    void whatItThrowsIsInTheMessageOfTheException() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            assertThatThrownBy(() ->
                            DriverManager.getConnection(peer.url("loginTimeout=1500"), with((host, port, timeout) -> {
                                throw new IOException("the proxy said 407");
                            })))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessageContaining(
                            peer.address() + ": the dialer failed: java.io.IOException: the proxy said 407");
            assertThat(peer.connections()).isZero();
        }
    }

    @Test
    void oneThatHangsEndsWithTheTimeForTheLogin() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            assertThatThrownBy(() -> DriverManager.getConnection(
                            peer.url("loginTimeout=1500", "connectTimeout=100"), with((host, port, timeout) -> {
                                new Semaphore(0).acquire();
                                throw new IllegalStateException("not interrupted");
                            })))
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessageContaining(peer.address() + ": the dialer ")
                    .hasMessageContaining(" within 100 ms");
        }
    }

    /** A defect of the function is hard to find without its stack. Only the first is shown, since a search calls it again and again. */
    @Test
    void aDefectIsLoggedOnce() throws Exception {
        try (LogRecorder log = LogRecorder.of("connections");
                ScriptedPeer peer = ScriptedPeer.node()) {
            AtomicInteger failing = new AtomicInteger(3);
            isUsedBy(DriverManager.getConnection(peer.url(), with((host, port, timeout) -> {
                if (failing.getAndDecrement() > 0) {
                    throw new ClassCastException("my defect");
                }
                return dialer.dial(host, port, timeout);
            })));
            assertThat(log.lines("my defect")).hasSize(3);
            assertThat(log.shown("my defect"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.level()).isEqualTo(Level.WARNING));
        }
    }
}
