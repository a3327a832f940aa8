package io.github.dqlite4j.it.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A wrong URL, and ports without a dqlite node: a clear error in time, for every way of connecting. Connecting may take {@code
 * loginTimeout}.
 */
@Timeout(value = 15, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadInputIT {
    private static final String TIMES = "connectTimeout=400&loginTimeout=2500";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    enum Way {
        DRIVER_MANAGER {
            @Override
            void connect(String url) throws SQLException {
                DriverManager.getConnection(url).close();
            }
        },
        DATA_SOURCE {
            @Override
            void connect(String url) throws SQLException {
                DqliteDataSource source = new DqliteDataSource();
                source.setUrl(url);
                source.getConnection().close();
            }
        },
        POOL {
            @Override
            void connect(String url) throws SQLException {
                HikariConfig configuration = new HikariConfig();
                configuration.setJdbcUrl(url);
                try (HikariDataSource pool = new HikariDataSource(configuration)) {
                    pool.getConnection().close();
                }
            }
        };

        abstract void connect(String url) throws SQLException;
    }

    /** What the driver threw, under what a pool may have wrapped it in. */
    private static SQLException failure(Way way, String url) {
        Throwable thrown = catchThrowable(() -> way.connect(url));
        while (thrown != null && !(thrown instanceof SQLException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).as("the error of %s", url).isNotNull();
        return (SQLException) thrown;
    }

    static Stream<Arguments> wrongUrls() {
        return Stream.of(
                        arguments("jdbc:dqlite:///app", "names no host"),
                        arguments("jdbc:dqlite://", "names no database"),
                        arguments("jdbc:dqlite:app", "must begin with jdbc:dqlite://host:port"),
                        arguments("jdbc:dqlite://,/app", "host"),
                        arguments("jdbc:dqlite://127.0.0.1:99999/app", "99999"),
                        arguments("jdbc:dqlite://127.0.0.1:0/app", "Port 0"),
                        arguments("jdbc:dqlite://127.0.0.1:-1/app", "port"),
                        arguments("jdbc:dqlite://127.0.0.1:x/app", "port"),
                        arguments("jdbc:dqlite://127.0.0.1:9001/app?conectTimeout=1", "'connectTimeout'"),
                        arguments("jdbc:dqlite://127.0.0.1:9001/app?connectTimeout=soon", "soon"),
                        arguments("jdbc:dqlite://127.0.0.1:9001", "names no database"),
                        arguments("jdbc:dqlite://127.0.0.1:9001/", "database name"),
                        arguments("jdbc:dqlite://127.0.0.1:9001/:memory:", "database name"),
                        arguments("jdbc:dqlite://127.0.0.1:9001/a/b", "database name"),
                        arguments("jdbc:dqlite://127.0.0.1:9001/" + "a".repeat(256), "database name"))
                .flatMap(one -> Stream.of(Way.values()).map(way -> arguments(way, one.get()[0], one.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("wrongUrls")
    void wrongUrlIsReported(Way way, String url, String reason) {
        SQLException failure = failure(way, url);
        assertThat((Object) failure).isInstanceOf(SQLNonTransientConnectionException.class);
        assertThat(failure.getSQLState()).isEqualTo("08001");
        assertThat(failure.getMessage()).contains(reason);
    }

    private static void assertUnreachable(SQLException failure, int port, String reason) {
        assertThat(failure.getSQLState()).isEqualTo("08001");
        assertThat(failure.getMessage()).contains("127.0.0.1:" + port).containsPattern(reason);
    }

    private static String url(int port) {
        return "jdbc:dqlite://127.0.0.1:" + port + "/app?" + TIMES;
    }

    private interface Talk {
        void with(Socket client) throws IOException;
    }

    /** A server that does the same with every client. */
    private int serve(Talk talk) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened.add(server);
        Thread thread = new Thread(() -> {
            while (true) {
                try {
                    Socket client = server.accept();
                    opened.add(client);
                    talk.with(client);
                } catch (IOException e) {
                    if (server.isClosed()) {
                        return;
                    }
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    @ParameterizedTest
    @EnumSource
    void noNodeIsUp(Way way) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertUnreachable(failure(way, url(port)), port, "Connection refused");
    }

    /** It waits for the end of a line that never comes. */
    @ParameterizedTest
    @EnumSource
    void aWebServerIsNoNode(Way way) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.start();
        opened.add(() -> web.stop(0));
        int port = web.getAddress().getPort();
        assertUnreachable(failure(way, url(port)), port, "within 400 ms");
    }

    /** An answer outside the protocol fails at once, not at the timeout. */
    @ParameterizedTest
    @EnumSource
    void aWebServerThatAnswersAtOnceIsNoNode(Way way) throws IOException {
        int port = serve(client -> {
            client.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(US_ASCII));
            client.shutdownOutput();
        });
        assertUnreachable(
                failure(way, "jdbc:dqlite://127.0.0.1:" + port + "/app?loginTimeout=60000"),
                port,
                "not the dqlite protocol");
    }

    @ParameterizedTest
    @EnumSource
    void aSilentPortIsNoNode(Way way) throws IOException {
        int port = serve(client -> {});
        assertUnreachable(failure(way, url(port)), port, "within 400 ms");
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatClosesAtOnceIsNoNode(Way way) throws IOException {
        int port = serve(Socket::close);
        assertUnreachable(failure(way, url(port)), port, "closed the connection|Broken pipe|Connection reset");
    }

    /** What the others are does not matter as long as one of them is a node. */
    @Test
    void workingNodeAmongOthersIsFound() throws Exception {
        int silent = serve(client -> {});
        int closing = serve(Socket::close);
        String url = "jdbc:dqlite://127.0.0.1:" + silent + ",127.0.0.1:" + closing + ","
                + CLUSTER.nodes().get(0).address() + "/app";
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(connection.isValid(2)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {":memory:", "a/b", "a b", "", "a-journal", "a-wal"})
    void aNameThatWouldCrashANodeIsNotSent(String name) throws Exception {
        SQLException failure = failure(Way.DRIVER_MANAGER, CLUSTER.jdbcUrl(name));
        assertThat(failure.getSQLState()).isEqualTo("08001");
        assertThat(CLUSTER.nodes().get(0).leads()).isTrue();
    }

    /** The time that an application allows through the standard is kept as well. */
    @Test
    void theLoginTimeoutOfTheDriverManagerIsKept() throws IOException {
        int port = serve(client -> {});
        int before = DriverManager.getLoginTimeout();
        DriverManager.setLoginTimeout(1);
        try {
            long began = System.nanoTime();
            SQLException failure = failure(Way.DRIVER_MANAGER, "jdbc:dqlite://127.0.0.1:" + port + "/app");
            assertThat(failure.getSQLState()).isEqualTo("08001");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                    .isLessThan(10);
        } finally {
            DriverManager.setLoginTimeout(before);
        }
    }
}
