package io.github.dqlite4j.it.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.CompiledExample;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.TestAuthority;
import io.github.dqlite4j.it.fixture.TlsProxy;
import io.github.dqlite4j.peer.UnixRelay;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/connecting.md, one after the other in one method, with a real node behind each way. */
@Timeout(120)
class DialerDocIT {
    private static final String SOCKETS = "\"/run/dqlite/\"";
    private static final String NODES = "jdbc:dqlite://a,b,c/app";
    private static final String PROXY = "\"proxy.example\", 3128";

    private static final String BEFORE = """
            import io.github.dqlite4j.admin.DqliteAdmin;
            import io.github.dqlite4j.jdbc.DqliteDataSource;
            import io.github.dqlite4j.nodes.NodeDialer;
            import io.github.dqlite4j.nodes.NodeDialer.Dialed;
            import java.io.IOException;
            import java.net.InetSocketAddress;
            import java.net.UnixDomainSocketAddress;
            import java.nio.ByteBuffer;
            import java.nio.channels.SocketChannel;
            import java.nio.charset.StandardCharsets;
            import java.sql.Connection;
            import java.sql.DriverManager;
            import java.time.Duration;
            import java.util.Properties;
            import javax.net.ssl.SSLContext;
            import javax.net.ssl.SSLEngine;
            import javax.net.ssl.SSLParameters;

            public class Examples {
                public static String run() throws Exception {
            """;

    /** The URL of the last two has to be put in. */
    private static final String AFTER = """
                    String said = "" + connection.isValid(20) + admin.blocking().members().size();
                    connection.close();
                    try (Connection second = source.getConnection()) {
                        said += second.isValid(20);
                    }
                    source.setDialer(proxy);
                    try (Connection second = source.getConnection()) {
                        said += second.isValid(20);
                    }
                    source.setUrl("%s");
                    source.setDialer(encrypted);
                    try (Connection second = source.getConnection()) {
                        return said + second.isValid(20);
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theExamplesRun() throws Exception {
        String examples = CompiledExample.of("connecting.md");
        assertThat(examples).contains(SOCKETS, NODES, PROXY);
        TestAuthority authority = new TestAuthority("Test authority");
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(authority.toConnect());
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            DqliteCluster.Node node = cluster.nodes().get(0);
            InetSocketAddress at =
                    new InetSocketAddress("127.0.0.1", node.address().port());
            String mapping = "?addressMapping=" + node.address() + "%3D";
            try (UnixRelay relay = new UnixRelay(directory.resolve("a.socket"), at.getPort());
                    ConnectProxy proxy = new ConnectProxy(Map.of("a:9001", at));
                    TlsProxy tls = new TlsProxy(authority.toServe(), node.address(), false)) {
                String source = BEFORE
                        + examples.replace(SOCKETS, "\"" + directory + "/\"")
                                .replace(NODES, "jdbc:dqlite://a/app" + mapping + "a:9001")
                                .replace(
                                        PROXY,
                                        "\"127.0.0.1\", " + proxy.address().getPort())
                        + AFTER.replace(
                                "%s",
                                "jdbc:dqlite://localhost:" + tls.port() + "/app" + mapping + "localhost:" + tls.port());
                assertThat(CompiledExample.run(source, directory)).isEqualTo("true1truetruetrue");
                assertThat(relay.connections()).isPositive();
                assertThat(proxy.connections()).containsOnlyKeys("a:9001");
            }
        } finally {
            SSLContext.setDefault(before);
        }
    }
}
