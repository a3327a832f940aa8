package io.github.dqlite4j.it.dialing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.it.fixture.TestAuthority;
import io.github.dqlite4j.it.fixture.TlsProxy;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeDialer.Dialed;
import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.UnixRelay;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three real nodes that are reached through Unix domain sockets, through an HTTP proxy, through both TLS and a proxy, and with TLS of the application's. In
 * the first two cases the nodes have names that only the function knows, so no connection bypasses it.
 */
@ExtendWith(Footprint.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DialerIT {
    private static final int ROWS = 3000;

    private static DqliteCluster cluster;
    private static TestAuthority authority;
    private static ConnectProxy proxy;
    private static final Map<String, UnixRelay> relays = new HashMap<>();
    private static final List<TlsProxy> encrypted = new ArrayList<>();

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        cluster = DqliteCluster.start(3);
        authority = new TestAuthority("Test authority");
        Map<String, InetSocketAddress> names = new HashMap<>();
        for (DqliteCluster.Node node : cluster.nodes()) {
            int number = relays.size();
            int port = node.address().port();
            relays.put("node" + number, new UnixRelay(directory.resolve("node" + number), port));
            names.put("node" + number + ":1", new InetSocketAddress("127.0.0.1", port));
            TlsProxy tls = new TlsProxy(authority.toServe(), node.address(), false);
            encrypted.add(tls);
            names.put("localhost:" + tls.port(), new InetSocketAddress("127.0.0.1", tls.port()));
            names.put("127.0.0.1:" + tls.port(), new InetSocketAddress("127.0.0.1", tls.port()));
        }
        proxy = new ConnectProxy(names);
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        for (TlsProxy tls : encrypted) {
            tls.close();
        }
        for (UnixRelay relay : relays.values()) {
            relay.close();
        }
        cluster.close();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A URL in which each node has the address that this gives it. */
    private static String url(IntFunction<String> address, String options) {
        String mapping = IntStream.range(0, 3)
                .mapToObj(i -> cluster.nodes().get(i).address() + "=" + address.apply(i))
                .collect(Collectors.joining(","));
        return IntStream.range(0, 3).mapToObj(address).collect(Collectors.joining(",", "jdbc:dqlite://", "/dialed?"))
                + "loginTimeout=60000&failoverTimeout=60000&queryTimeout=120000&addressMapping=" + encode(mapping)
                + options;
    }

    private static String named(int node) {
        return "node" + node + ":1";
    }

    private static IntFunction<String> encryptedAt(String host) {
        return node -> host + ":" + encrypted.get(node).port();
    }

    private static String verifyFull(TestAuthority trusted) throws Exception {
        return "&sslMode=verify-full&sslRootCert="
                + encode(trusted.root().toTempRootCertPem().getPath());
    }

    /** How the nodes are reached. */
    enum Way {
        UNIX {
            @Override
            String url() {
                return DialerIT.url(DialerIT::named, "");
            }

            @Override
            NodeDialer dialer() {
                return (host, port, timeout) ->
                        new Dialed(SocketChannel.open(relays.get(host).address()));
            }
        },
        PROXY {
            @Override
            String url() {
                return DialerIT.url(DialerIT::named, "");
            }

            @Override
            NodeDialer dialer() {
                return new ConnectDialer(proxy.address());
            }
        },
        TLS_THROUGH_PROXY {
            @Override
            String url() throws Exception {
                return DialerIT.url(encryptedAt("localhost"), verifyFull(authority));
            }

            @Override
            NodeDialer dialer() {
                return new ConnectDialer(proxy.address());
            }
        },
        OWN_TLS {
            @Override
            String url() {
                return DialerIT.url(encryptedAt("localhost"), "");
            }

            @Override
            NodeDialer dialer() throws Exception {
                return new TlsDialer(authority.toConnect());
            }
        };

        abstract String url() throws Exception;

        abstract NodeDialer dialer() throws Exception;

        Properties properties() throws Exception {
            return DialerIT.properties(dialer());
        }
    }

    private static Properties properties(NodeDialer dialer) {
        Properties properties = new Properties();
        properties.put(NodeDialer.PROPERTY, dialer);
        return properties;
    }

    private static void works(Connection connection) throws SQLException {
        Table table = Table.create(connection, "n INTEGER, t TEXT");
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?, ?)")) {
            for (int i = 0; i < ROWS; i++) {
                insert.setInt(1, i);
                insert.setString(2, "text " + i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
        assertThat(table.size()).isEqualTo(ROWS);
        connection.commit();
        assertThat(connection.isValid(20)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void jdbcGoesThisWay(Way way) throws Exception {
        try (Connection connection = DriverManager.getConnection(way.url(), way.properties())) {
            works(connection);
        }
        DqliteDataSource source = new DqliteDataSource();
        source.setUrl(way.url());
        source.setDialer(way.dialer());
        try (Connection connection = source.getConnection()) {
            works(connection);
        }
    }

    /** To the leader, to each node, and with the socket of its own that a copy uses. */
    @ParameterizedTest
    @EnumSource
    void theAdministrationGoesThisWay(Way way) throws Exception {
        DqliteAdmin admin = DqliteAdmin.of(way.url(), way.properties());
        try (Connection connection = DriverManager.getConnection(way.url(), way.properties())) {
            works(connection);
        }
        List<ClusterNode> members = admin.blocking().members();
        assertThat(members).hasSize(3);
        for (ClusterNode member : members) {
            assertThat(admin.on(member).blocking().members()).hasSize(3);
        }
        assertThat(admin.blocking().dump(directory.resolve("copy-" + way))).isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource
    void theNextLeaderIsReachedThisWay(Way way) throws Exception {
        Properties properties = way.properties();
        try (Connection connection = DriverManager.getConnection(way.url(), properties)) {
            Table table = Table.create(connection, "n");
            table.run("INSERT INTO " + table.name() + " VALUES (1)");
            DqliteCluster.Node leader = cluster.leader();
            leader.kill();
            try {
                assertThat(table.rows()).containsExactly(List.of("1"));
                table.run("INSERT INTO " + table.name() + " VALUES (2)");
                assertThat(table.rows()).containsExactly(List.of("1"), List.of("2"));
                assertThat(DqliteAdmin.of(way.url(), properties)
                                .blocking()
                                .leader()
                                .address())
                        .isNotEqualTo(leader.address().toString());
            } finally {
                leader.restart();
                cluster.awaitVoters();
            }
        }
    }

    /** The name in the certificate is checked although the proxy is what the socket leads to. */
    @Test
    void theDriverVerifiesTheNodeBehindTheProxy() throws Exception {
        String url = url(encryptedAt("127.0.0.1"), verifyFull(authority));
        assertThatThrownBy(() -> DriverManager.getConnection(url, properties(new ConnectDialer(proxy.address()))))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("No subject alternative names");
    }

    @Test
    void aProxyThatRefusesIsQuotedInPrintableText() {
        String url = "jdbc:dqlite://unknown:1/dialed?loginTimeout=1500";
        assertThatThrownBy(() -> DriverManager.getConnection(url, properties(new ConnectDialer(proxy.address()))))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("unknown:1: the dialer failed: java.io.IOException: "
                        + "the proxy says HTTP/1.1 403 \\u001b[31mForbidden\\r\\n");
        assertThat(proxy.connections()).doesNotContainKey("unknown:1");
    }
}
