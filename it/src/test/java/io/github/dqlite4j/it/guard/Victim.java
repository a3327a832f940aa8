package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.client.NodeAddress;
import io.github.dqlite4j.it.cluster.DqliteCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One node that statements try to hurt, and a second connection that looks after it: a node that is wedged dies with
 * the next write of another connection, if not before.
 */
final class Victim implements AutoCloseable {
    private final DqliteCluster cluster;
    private final Connection witness;

    Victim() throws SQLException {
        cluster = DqliteCluster.start(1);
        witness = connect();
        try (Statement statement = witness.createStatement()) {
            statement.execute("CREATE TABLE witness (n INTEGER)");
            statement.execute("INSERT INTO witness VALUES (0)");
        }
    }

    NodeAddress address() {
        return cluster.nodes().get(0).address();
    }

    String url(String database) {
        return cluster.jdbcUrl(database);
    }

    Connection connect() throws SQLException {
        return connect("");
    }

    Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(url("app") + options);
    }

    /** What another client does: the {@code dqlite} shell knows nothing of this driver's precautions. */
    String shell(String sql) {
        try {
            Process process = new ProcessBuilder("dqlite", "-s", address().toString(), "app", sql)
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", sql, answer).isZero();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same process is there, and reads and writes for others. */
    void isWell() throws SQLException {
        assertThat(cluster.nodes().get(0).isRunning()).as("the node lives").isTrue();
        try (Statement statement = witness.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE witness SET n = n + 1")).isOne();
            try (ResultSet rows = statement.executeQuery("SELECT n FROM witness")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isPositive();
            }
        }
        assertThat(cluster.nodes().get(0).isRunning()).as("the node lives").isTrue();
    }

    @Override
    public void close() throws SQLException {
        try (cluster) {
            witness.close();
        }
    }
}
