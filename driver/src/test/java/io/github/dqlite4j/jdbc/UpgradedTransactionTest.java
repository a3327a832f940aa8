package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions with {@code transactionMode=upgrade}, on a node that answers as a test says. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class UpgradedTransactionTest {
    private static final String READ = "SELECT x FROM scripted";
    private static final String WRITE = "DELETE FROM scripted";
    private static final byte[] CHANGED = ScriptedPeer.failure(517, "database is locked");

    private final Queue<Script> reads = new ConcurrentLinkedQueue<>();
    private final Queue<Script> writes = new ConcurrentLinkedQueue<>();
    private final ScriptedPeer node = ScriptedPeer.node(with -> {
        Script script = (with.last().sql().equals(READ) ? reads : writes).poll();
        if (script == null) {
            with.answer();
        } else {
            script.talk(with);
        }
    });

    private Connection connect() throws SQLException {
        Connection connection =
                DriverManager.getConnection(node.url("transactionMode=upgrade", "prepareThreshold=1000"));
        connection.setAutoCommit(false);
        return connection;
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(READ)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static Script row(long value) {
        return with -> with.send(ScriptedPeer.integers(false, value));
    }

    private List<String> executed() {
        return node.asked().stream()
                .map(Asked::sql)
                .dropWhile(sql -> !sql.startsWith("BEGIN"))
                .filter(sql ->
                        Stream.of("BEGIN", READ, WRITE, "COMMIT", "ROLLBACK").anyMatch(sql::startsWith))
                .toList();
    }

    @Test
    void aFirstStatementThatWritesTakesTheLockAtOnce() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, WRITE);
            connection.commit();
        }
        assertThat(executed()).containsExactly("BEGIN IMMEDIATE", WRITE, "COMMIT");
    }

    @Test
    void aBatchTakesTheLockAtOnce() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement delete = connection.prepareStatement(WRITE + " WHERE x = ?")) {
            for (int i = 0; i < 3; i++) {
                delete.setInt(1, i);
                delete.addBatch();
            }
            delete.executeBatch();
            connection.commit();
        }
        assertThat(executed()).startsWith("BEGIN IMMEDIATE");
    }

    @Test
    void aReadTakesNoLockAndTheFirstWriteDoes() throws SQLException {
        reads.add(row(1));
        try (Connection connection = connect()) {
            assertThat(read(connection)).isEqualTo(1);
            execute(connection, WRITE);
            connection.commit();
        }
        assertThat(executed()).containsExactly("BEGIN", READ, WRITE, "COMMIT");
    }

    @Test
    void whatWasReadIsReadAgainIfOthersHaveWritten() throws SQLException {
        reads.addAll(List.of(row(1), row(1)));
        writes.add(with -> with.send(CHANGED));
        try (Connection connection = connect()) {
            read(connection);
            execute(connection, WRITE);
            connection.commit();
        }
        assertThat(executed())
                .containsExactly("BEGIN", READ, WRITE, "ROLLBACK", "BEGIN IMMEDIATE", READ, WRITE, "COMMIT");
    }

    @Test
    void isRolledBackIfItReadsSomethingElse() throws SQLException {
        reads.addAll(List.of(row(1), row(2)));
        writes.add(with -> with.send(CHANGED));
        try (Connection connection = connect()) {
            read(connection);
            assertThatThrownBy(() -> execute(connection, WRITE))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.rollback();
            execute(connection, WRITE);
            connection.commit();
        }
        assertThat(executed())
                .containsExactly(
                        "BEGIN",
                        READ,
                        WRITE,
                        "ROLLBACK",
                        "BEGIN IMMEDIATE",
                        READ,
                        "ROLLBACK",
                        "BEGIN IMMEDIATE",
                        WRITE,
                        "COMMIT");
    }

    @Test
    void isNotReadAgainAfterItsFirstWrite() throws Exception {
        reads.add(row(1));
        writes.add(with -> with.answer());
        writes.add(with -> with.close());
        try (Connection connection = connect()) {
            read(connection);
            execute(connection, WRITE);
            assertThatThrownBy(() -> execute(connection, WRITE)).hasFieldOrPropertyWithValue("SQLState", "40001");
        }
        assertThat(node.count(Asked.EXEC_SQL, "BEGIN")).isEqualTo(1);
    }

    /** A reader loses its node: it begins again without the lock. */
    @Test
    void aReaderGoesOnAfterItsNodeWasLost() throws Exception {
        reads.addAll(List.of(row(1), with -> with.close(), row(1), row(2)));
        try (Connection connection = connect()) {
            assertThat(read(connection)).isEqualTo(1);
            assertThat(read(connection)).isEqualTo(2);
            connection.commit();
        }
        assertThat(executed()).containsExactly("BEGIN", READ, READ, "BEGIN", READ, READ, "COMMIT");
    }

    @Test
    void waitsForALockOfAnotherClient() throws SQLException {
        reads.add(row(1));
        writes.add(with -> with.send(ScriptedPeer.failure(5, "database is locked")));
        try (Connection connection = connect()) {
            read(connection);
            execute(connection, WRITE);
            connection.commit();
        }
        assertThat(executed()).containsExactly("BEGIN", READ, WRITE, WRITE, "COMMIT");
    }

    @Test
    void anExplicitBeginIsUpgradedToo() throws SQLException {
        reads.addAll(List.of(row(1), row(1)));
        writes.add(with -> with.send(CHANGED));
        try (Connection connection = connect()) {
            connection.setAutoCommit(true);
            execute(connection, "BEGIN");
            read(connection);
            execute(connection, WRITE);
            execute(connection, "COMMIT");
        }
        assertThat(executed())
                .containsExactly("BEGIN", READ, WRITE, "ROLLBACK", "BEGIN IMMEDIATE", READ, WRITE, "COMMIT");
    }
}
