package io.github.dqlite4j.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.it.fixture.TestAuthority;
import io.github.dqlite4j.it.fixture.TlsProxy;
import io.github.dqlite4j.nodes.ClusterNode;
import io.netty.pkitesting.X509Bundle;
import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * TLS and address mapping: three real nodes, a TLS proxy in front of each, and a client that reaches the proxies only. A certificate that
 * is not trusted is reported at once, long before the time limit for connecting.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsIT {
    private static DqliteCluster cluster;
    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static X509Bundle client;
    private static final List<TlsProxy> proxies = new ArrayList<>();
    private static final List<TlsProxy> strict = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        cluster = DqliteCluster.start(3);
        authority = new TestAuthority("Test authority");
        stranger = new TestAuthority("Another authority");
        client = authority.client();
        SSLContext tls = authority.toServe();
        for (DqliteCluster.Node node : cluster.nodes()) {
            proxies.add(new TlsProxy(tls, node.address(), false));
            strict.add(new TlsProxy(tls, node.address(), true));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (TlsProxy proxy : proxies) {
            proxy.close();
        }
        for (TlsProxy proxy : strict) {
            proxy.close();
        }
        cluster.close();
    }

    private static String url(String host, List<TlsProxy> through, String options) {
        List<String> mapping = new ArrayList<>();
        for (int i = 0; i < through.size(); i++) {
            mapping.add(cluster.nodes().get(i).address() + "=" + host + ":"
                    + through.get(i).port());
        }
        return through.stream()
                        .map(proxy -> host + ":" + proxy.port())
                        .collect(Collectors.joining(",", "jdbc:dqlite://", "/tls?"))
                + "loginTimeout=120000&addressMapping=" + encode(String.join(",", mapping)) + "&" + options;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String roots(TestAuthority trusted) throws Exception {
        return "&sslRootCert=" + encode(trusted.root().toTempRootCertPem().getPath());
    }

    private static void works(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 42")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    /** The administration, and the socket of its own that a copy uses. */
    @Test
    void theAdministrationGoesThroughTheProxiesToo(@TempDir Path directory) throws Exception {
        String url = url("localhost", proxies, "sslMode=verify-full" + roots(authority));
        try (Connection connection = DriverManager.getConnection(url)) {
            Table.create(connection, "n");
        }
        DqliteAdmin admin = DqliteAdmin.of(url);
        for (ClusterNode member : admin.blocking().members()) {
            assertThat(admin.on(member).blocking().members()).hasSize(3);
        }
        assertThat(admin.blocking().dump(directory.resolve("copy"))).isNotEmptyFile();
    }

    @Test
    void requireEncryptsWithoutVerification() throws Exception {
        works(url("127.0.0.1", proxies, "sslMode=require"));
    }

    @Test
    void verifyCaVerifiesTheAuthority() throws Exception {
        works(url("127.0.0.1", proxies, "sslMode=verify-ca" + roots(authority)));
        assertThatThrownBy(() -> works(url("127.0.0.1", proxies, "sslMode=verify-ca" + roots(stranger))))
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("PKIX path");
    }

    @Test
    void verifiesTheHostAndNamesIt() throws Exception {
        works(url("localhost", proxies, "sslMode=verify-full" + roots(authority)));
        assertThat(proxies.stream().flatMap(proxy -> proxy.serverNames().stream()))
                .anyMatch(name -> name.contains("localhost"));
        assertThatThrownBy(() -> works(url("127.0.0.1", proxies, "sslMode=verify-full" + roots(authority))))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("No subject alternative names");
    }

    /** The exception has the reason; the log does not repeat it for each attempt. */
    @Test
    void aHandshakeThatFailsIsNotLogged() {
        Logger pipeline = (Logger) LoggerFactory.getLogger("io.netty.channel.DefaultChannelPipeline");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        pipeline.addAppender(events);
        try {
            assertThatThrownBy(() -> works(url("127.0.0.1", proxies, "sslMode=verify-full" + roots(authority))))
                    .hasFieldOrPropertyWithValue("SQLState", "08001");
        } finally {
            pipeline.detachAppender(events);
        }
        assertThat(events.list).isEmpty();
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        File certificate = client.toTempCertChainPem();
        File key = client.toTempPrivateKeyPem();
        String own = "&sslCert=" + encode(certificate.getPath()) + "&sslKey=" + encode(key.getPath());
        works(url("localhost", strict, "sslMode=verify-full" + roots(authority) + own));
        assertThatThrownBy(() ->
                        works(url("localhost", strict, "loginTimeout=1500&sslMode=verify-full" + roots(authority))))
                .hasFieldOrPropertyWithValue("SQLState", "08001");
    }

    @Test
    void saysWhatIsWrongWithItsFiles() {
        assertThatThrownBy(() -> works(url("localhost", proxies, "sslMode=verify-full&sslRootCert=no-such-file.pem")))
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("no-such-file.pem");
        assertThatThrownBy(() -> works(url("localhost", proxies, "sslMode=require&sslCert=only-this.pem")))
                .hasMessageContaining("belong together");
        assertThatThrownBy(() -> works(url("localhost", proxies, "sslMode=prefer")))
                .hasMessageContaining("disable, require, verify-ca, verify-full");
    }

    @Test
    void speaksNoPlainTextToATlsPort() {
        assertThatThrownBy(() -> works(url("localhost", proxies, "sslMode=disable&loginTimeout=1500")))
                .hasFieldOrPropertyWithValue("SQLState", "08001");
    }

    @Test
    void followsTheLeaderThroughTheMapping() throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        url("localhost", proxies, "sslMode=verify-full" + roots(authority)));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE moved (x)");
            statement.executeUpdate("INSERT INTO moved VALUES (1)");
            DqliteCluster.Node leader = cluster.leader();
            leader.kill();
            try {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM moved")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isOne();
                }
                statement.executeUpdate("INSERT INTO moved VALUES (2)");
            } finally {
                leader.restart();
            }
        }
    }
}
