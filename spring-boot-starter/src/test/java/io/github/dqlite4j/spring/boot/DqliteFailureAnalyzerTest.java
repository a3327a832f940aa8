package io.github.dqlite4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

class DqliteFailureAnalyzerTest {

    private final DqliteFailureAnalyzer analyzer = new DqliteFailureAnalyzer(new MockEnvironment()
            .withProperty("spring.datasource.url", "jdbc:dqlite://127.0.0.1:9001,127.0.0.1:9002/shop?key=secret"));

    private static <E extends SQLException> RuntimeException createdBy(E error, String className) {
        error.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(className, "connect", null, 1),
            new StackTraceElement("io.github.dqlite4j.jdbc.DqliteDriver", "connect", null, 1)
        });
        return new IllegalStateException("pool", new RuntimeException(error));
    }

    @Test
    void anUnreachableClusterIsReportedWithTheAnswerOfEachHost() {
        SQLException error = new SQLTransientConnectionException("no leader: 127.0.0.1:9001 refused", "08001");
        error.addSuppressed(new SQLException("127.0.0.1:9002: timed out"));
        FailureAnalysis analysis = analyzer.analyze(createdBy(error, "io.github.dqlite4j.jdbc.error.SqlExceptions"));
        assertThat(analysis.getDescription())
                .contains(
                        "could not connect to the dqlite cluster at jdbc:dqlite://127.0.0.1:9001,127.0.0.1:9002/shop.")
                .contains("127.0.0.1:9001 refused")
                .contains("127.0.0.1:9002: timed out")
                .doesNotContain("secret");
        assertThat(analysis.getAction()).contains("majority");
    }

    @Test
    void aWrongUrlIsReported() {
        SQLException error = new SQLNonTransientConnectionException("there is no property 'kye'", "08001");
        FailureAnalysis analysis = analyzer.analyze(createdBy(error, "io.github.dqlite4j.settings.Settings"));
        assertThat(analysis.getDescription()).contains("URL").contains("there is no property 'kye'");
        assertThat(analysis.getAction()).contains("jdbc:dqlite://host:port");
    }

    @Test
    void otherErrorsAreLeftToOtherAnalyzers() {
        assertThat(analyzer.analyze(createdBy(new SQLException("x", "08001"), "org.example.Driver")))
                .isNull();
        assertThat(analyzer.analyze(
                        createdBy(new SQLException("x", "42000"), "io.github.dqlite4j.jdbc.DqliteStatement")))
                .isNull();
        assertThat(analyzer.analyze(new IllegalStateException("x"))).isNull();
    }

    @Test
    void theErrorThatHibernateDropsIsFoundWithoutWaitingForALeader() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:dqlite://127.0.0.1:" + silent.getLocalPort() + "/shop?loginTimeout=600000&busyTimeout=1";
            DqliteFailureAnalyzer analyzer =
                    new DqliteFailureAnalyzer(new MockEnvironment().withProperty("spring.datasource.url", url));
            FailureAnalysis analysis = assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> analyzer.analyze(new IllegalStateException("Unable to determine Dialect without JDBC")));
            assertThat(analysis.getDescription()).contains("No leader of [127.0.0.1:" + silent.getLocalPort() + "]");
        }
    }

    @Test
    void onlyTheLoginTimeoutOfAUrlIsReplaced() {
        assertThat(DqliteUrl.withLoginTimeout("jdbc:dqlite://a/b", 7)).isEqualTo("jdbc:dqlite://a/b?loginTimeout=7");
        assertThat(DqliteUrl.withLoginTimeout("jdbc:dqlite://a/b?x=1&loginTimeout=9&y=%26", 7))
                .isEqualTo("jdbc:dqlite://a/b?x=1&y=%26&loginTimeout=7");
    }
}
