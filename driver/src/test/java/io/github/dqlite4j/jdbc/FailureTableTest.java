package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a statement that a server refuses, by code and by where in a transaction it stands. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class FailureTableTest {
    private static final String READ = "SELECT scripted";
    private static final String WRITE = "DELETE FROM scripted";

    /** A node that refuses matching requests this many times, and then answers them. */
    private static ScriptedPeer refusing(int times, long code, String message, Predicate<Asked> what) {
        AtomicInteger left = new AtomicInteger(times);
        return ScriptedPeer.node(what, with -> {
            if (left.getAndDecrement() > 0) {
                with.send(ScriptedPeer.failure(code, message));
            } else {
                with.answer();
            }
        });
    }

    private static ScriptedPeer refusing(int times, long code, String message) {
        return refusing(times, code, message, asked -> asked.sql().contains("scripted"));
    }

    private static Predicate<Asked> sql(String text) {
        return asked -> asked.sql().equals(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10250, not leader",
        "8202, not leader",
        "12, no database opened",
        "10506, leadership lost",
        "8458, leadership lost"
    })
    void aReadIsSentAgainToTheNextLeader(long code, String message) throws Exception {
        try (ScriptedPeer node = refusing(2, code, message);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery(READ).next()).isFalse();
            assertThat(node.count(Asked.QUERY_SQL, "scripted")).isEqualTo(3);
            assertThat(node.count(Asked.OPEN, "")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"10250, not leader", "8202, not leader", "12, no database opened", "1, not an error", "1, barrier error"
    })
    void aWriteThatWasNotExecutedIsSentAgain(long code, String message) throws Exception {
        try (ScriptedPeer node = refusing(2, code, message);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(WRITE)).isZero();
            assertThat(node.count(Asked.EXEC_SQL, "DELETE FROM scripted")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10506, 8458, 778, 10, 4})
    void aWriteWhoseLeaderWasDeposedIsInDoubt(long code) throws Exception {
        try (ScriptedPeer node = refusing(1, code, "leadership lost");
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(WRITE))
                    .hasFieldOrPropertyWithValue("SQLState", "08007")
                    .hasFieldOrPropertyWithValue("errorCode", (int) code);
            assertThat(connection.isClosed()).isTrue();
            assertThat(node.count(Asked.EXEC_SQL, "DELETE FROM scripted")).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10250, not leader, " + READ,
        "10250, not leader, " + WRITE,
        "12, no database opened, " + WRITE,
        "10506, leadership lost, " + READ,
        "10506, leadership lost, " + WRITE
    })
    void aStatementOfATransactionRollsItBack(long code, String message, String sql) throws Exception {
        try (ScriptedPeer node = refusing(1, code, message);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> statement.execute(sql)).hasFieldOrPropertyWithValue("SQLState", "40001");
            assertThatThrownBy(() -> statement.execute(sql)).hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.rollback();
            statement.execute(sql);
            connection.commit();
            assertThat(connection.isValid(5)).isTrue();
            assertThat(node.asked()).filteredOn(sql(sql)).hasSize(2);
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isOne();
        }
    }

    @Test
    void aCommitThatWasNotExecutedIsARollback() throws Exception {
        try (ScriptedPeer node = refusing(1, 10250, "not leader", sql("COMMIT"));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(WRITE);
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
            statement.executeUpdate(WRITE);
            connection.commit();
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isEqualTo(2);
        }
    }

    @Test
    void aCommitWhoseLeaderWasDeposedIsInDoubt() throws Exception {
        try (ScriptedPeer node = refusing(1, 10506, "leadership lost", sql("COMMIT"));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(WRITE);
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08007");
            assertThatThrownBy(connection::rollback).hasFieldOrPropertyWithValue("SQLState", "08003");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({"10250, not leader", "10506, leadership lost", "1, cannot rollback - no transaction is active"})
    void aRollbackThatIsRefusedIsARollback(long code, String message) throws Exception {
        try (ScriptedPeer node = refusing(1, code, message, sql("ROLLBACK"));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(WRITE);
            connection.rollback();
            statement.executeUpdate(WRITE);
            connection.commit();
            assertThat(node.asked())
                    .extracting(Asked::sql)
                    .containsSubsequence("BEGIN IMMEDIATE", WRITE, "ROLLBACK", "BEGIN IMMEDIATE", WRITE, "COMMIT");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isOne();
        }
    }

    @Test
    void aCommitOfWhatTheServerHasRolledBackFails() throws Exception {
        try (ScriptedPeer node = refusing(1, 1, "cannot commit - no transaction is active", sql("COMMIT"));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(WRITE);
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
            statement.executeUpdate(WRITE);
            connection.commit();
        }
    }

    @Test
    void aBusyDatabaseIsWaitedFor() throws Exception {
        try (ScriptedPeer node = refusing(5, 5, "database is locked");
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(WRITE)).isZero();
            assertThat(node.count(Asked.EXEC_SQL, "DELETE FROM scripted")).isEqualTo(6);
            assertThat(node.count(Asked.OPEN, "")).isOne();
        }
    }

    @Test
    void busyDatabaseIsNotWaitedForLongerThanBusyTimeout() throws Exception {
        try (ScriptedPeer node = refusing(Integer.MAX_VALUE, 5, "database is locked");
                Connection connection = DriverManager.getConnection(node.url("busyTimeout=100"));
                Connection impatient = DriverManager.getConnection(node.url("queryTimeout=2000"));
                Statement statement = connection.createStatement();
                Statement timed = impatient.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(WRITE)).hasFieldOrPropertyWithValue("SQLState", "55P03");
            assertThatThrownBy(() -> timed.executeUpdate(WRITE)).hasFieldOrPropertyWithValue("SQLState", "57014");
            statement.executeUpdate("DELETE FROM t");
        }
    }

    @Test
    void aBusyCommitIsSentAgain() throws Exception {
        try (ScriptedPeer node = refusing(3, 5, "checkpoint in progress", sql("COMMIT"));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(WRITE);
            connection.commit();
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isEqualTo(4);
        }
    }

    /** What was read is old: that never gets better. */
    @Test
    void aStaleSnapshotIsNotWaitedFor() throws Exception {
        try (ScriptedPeer node = refusing(1, 517, "database is locked");
                Connection connection = DriverManager.getConnection(node.url("transactionMode=deferred"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT 1").close();
            assertThatThrownBy(() -> statement.executeUpdate(WRITE))
                    .hasFieldOrPropertyWithValue("SQLState", "40001")
                    .hasFieldOrPropertyWithValue("errorCode", 517);
            assertThat(node.count(Asked.EXEC_SQL, "DELETE FROM scripted")).isOne();
            assertThat(node.count(Asked.EXEC_SQL, "ROLLBACK")).isOne();
            connection.rollback();
            statement.executeUpdate(WRITE);
            connection.commit();
            assertThat(node.count(Asked.EXEC_SQL, "ROLLBACK")).isOne();
        }
    }

    /** After these SQLite may have rolled back, or not: then the driver does. */
    @ParameterizedTest
    @CsvSource({"4, 58000", "7, 53000", "9, 57014", "266, 58000", "11, 58000", "13, 53000"})
    void errorThatEndsTheTransactionIsFollowedByRollback(long code, String state) throws Exception {
        try (ScriptedPeer node = refusing(1, code, "an error");
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> statement.executeUpdate(WRITE)).hasFieldOrPropertyWithValue("SQLState", state);
            assertThat(node.count(Asked.EXEC_SQL, "ROLLBACK")).isOne();
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
        }
    }

    /** The driver asks by a second BEGIN, which a node refuses while the transaction is open. */
    @Test
    void anOrdinaryErrorLeavesTheTransactionOpen() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        try (ScriptedPeer node = ScriptedPeer.node(
                        asked -> asked.sql().contains("scripted") || asked.sql().equals("BEGIN"),
                        with -> with.send(
                                refused.getAndIncrement() == 0
                                        ? ScriptedPeer.failure(2067, "UNIQUE constraint failed: scripted.a")
                                        : ScriptedPeer.failure(1, "cannot start a transaction within a transaction")));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> statement.executeUpdate(WRITE)).hasFieldOrPropertyWithValue("SQLState", "23505");
            connection.commit();
            assertThat(node.count(Asked.EXEC_SQL, "ROLLBACK")).isZero();
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isOne();
        }
    }

    @Test
    void aStatementThatRollsBackOnConflictEndsTheTransaction() throws Exception {
        try (ScriptedPeer node = refusing(1, 2067, "UNIQUE constraint failed: scripted.a");
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT OR ROLLBACK INTO scripted VALUES (1)"))
                    .hasFieldOrPropertyWithValue("SQLState", "23505");
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
        }
    }

    @Test
    void anInterruptDoesNotEndAStatementAndStaysSet() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> {
                    Thread.sleep(200);
                    with.answer();
                });
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            Thread.currentThread().interrupt();
            assertThat(statement.executeUpdate(WRITE)).isZero();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(node.count(Asked.EXEC_SQL, "DELETE FROM scripted")).isOne();
            assertThat(node.count(Asked.OPEN, "")).isOne();
        }
    }

    @Test
    void anInterruptEndsTheWaitForTheWriteLock() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node();
                Connection holder = DriverManager.getConnection(node.url());
                Connection waiting = DriverManager.getConnection(node.url());
                Statement first = holder.createStatement();
                Statement second = waiting.createStatement()) {
            holder.setAutoCommit(false);
            first.executeUpdate("DELETE FROM t");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> second.executeUpdate(WRITE))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "55P03")
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(node.count(Asked.EXEC_SQL, "DELETE FROM scripted")).isZero();
            holder.commit();
            second.executeUpdate(WRITE);
        }
    }

    /** Pools put a connection back so, and may take the error for a warning: the next caller must not be in a transaction. */
    @Test
    void autoCommitIsOnAfterATransactionThatWasLost() throws Exception {
        try (ScriptedPeer node = refusing(1, 10250, "not leader");
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> statement.executeUpdate(WRITE)).hasFieldOrPropertyWithValue("SQLState", "40001");
            assertThat(connection.isValid(5)).isFalse();
            assertThatThrownBy(() -> connection.setAutoCommit(true)).hasFieldOrPropertyWithValue("SQLState", "40001");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isValid(5)).isTrue();
            long begins = node.count(Asked.EXEC_SQL, "BEGIN");
            statement.executeUpdate(WRITE);
            assertThat(node.count(Asked.EXEC_SQL, "BEGIN")).isEqualTo(begins);
        }
    }

    /** What could not be committed now may be later. */
    @Test
    void autoCommitStaysOffWhileATransactionIsOpen() throws Exception {
        try (ScriptedPeer node = refusing(1, 5, "checkpoint in progress", sql("COMMIT"));
                Connection connection = DriverManager.getConnection(node.url("busyTimeout=0"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> connection.setAutoCommit(true)).hasFieldOrPropertyWithValue("SQLState", "55P03");
            assertThat(connection.getAutoCommit()).isFalse();
            connection.setAutoCommit(true);
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isEqualTo(2);
        }
    }

    @Test
    void aTransactionThatWasLostIsNotValidUntilItIsRolledBack() throws Exception {
        try (ScriptedPeer node = refusing(1, 10250, "not leader");
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> {
                        statement.executeUpdate("INSERT INTO t VALUES (1)");
                        statement.executeUpdate(WRITE);
                    })
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            assertThat(connection.isValid(5)).isFalse();
            connection.rollback();
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'near \"x\": syntax error', 42000",
        "1, no such column: a, 42S22",
        "17, no such column: a, 42S22",
        "17, no such table: t, 42S02",
        "17, 'near \"x\": syntax error', 42000",
        "17, database schema has changed, 58000",
        "23, not authorized, 42501"
    })
    void statementErrorIsReported(long code, String message, String state) throws Exception {
        try (ScriptedPeer node = refusing(1, code, message);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery(READ))
                    .hasFieldOrPropertyWithValue("SQLState", state)
                    .hasFieldOrPropertyWithValue("errorCode", (int) code);
            assertThat(node.count(Asked.QUERY_SQL, "scripted")).isOne();
        }
    }

    @Test
    void anInterruptEndsTheWaitForABusyDatabase() throws Exception {
        try (ScriptedPeer node = refusing(Integer.MAX_VALUE, 5, "database is locked");
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> statement.executeUpdate(WRITE)).hasFieldOrPropertyWithValue("SQLState", "55P03");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
