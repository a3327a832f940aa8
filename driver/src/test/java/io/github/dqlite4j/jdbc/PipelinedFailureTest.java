package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch, and the first statement of a transaction, report when the server executes what was sent behind a failure. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class PipelinedFailureTest {
    private static final String IN_TRANSACTION = "cannot start a transaction within a transaction";
    private static final int STEPS = 6;

    /** An answer in a table: ok, in (a transaction is open), or code:message. */
    private static byte[] answer(String what) {
        if (what.equals("ok")) {
            return ScriptedPeer.result(1, 1);
        }
        if (what.equals("in")) {
            return ScriptedPeer.failure(1, IN_TRANSACTION);
        }
        String[] parts = what.split(":", 2);
        return ScriptedPeer.failure(Long.parseLong(parts[0]), parts[1]);
    }

    /**
     * A node whose answers to one guard, to the step behind it, to the guards after that and to the steps after that are given. The steps
     * before are executed.
     */
    private static ScriptedPeer node(int failing, String guard, String step, String guards, String steps) {
        return ScriptedPeer.start(with -> {
            with.version();
            int number = 0;
            boolean batch = false;
            for (; ; ) {
                Asked asked = with.read();
                String sql = asked.sql();
                batch = batch && !sql.startsWith("ROLLBACK") || sql.startsWith("SAVEPOINT");
                if (batch && sql.equals("BEGIN")) {
                    number++;
                    with.send(answer(number < failing ? "in" : number == failing ? guard : guards));
                } else if (batch && sql.startsWith("UPDATE")) {
                    with.send(answer(number < failing ? "ok" : number == failing ? step : steps));
                } else {
                    with.answer();
                }
            }
        });
    }

    private static @Nullable SQLException batch(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = 1; i <= STEPS; i++) {
                statement.addBatch("UPDATE t SET n = " + i);
            }
            return catchThrowableOfType(SQLException.class, statement::executeBatch);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // a constraint with OR ROLLBACK: the next guard begins another transaction
        "in, 2067:UNIQUE constraint failed, ok, ok, 23505, true",
        "in, 2067:UNIQUE constraint failed, ok, in, 23505, true",
        // the transaction was ended before
        "ok, ok, in, ok, 40001, true",
        // the leader has changed
        "10250:not leader, 10250:not leader, 10250:not leader, 10250:not leader, 40001, true",
        "in, 10250:not leader, 10250:not leader, 10250:not leader, 40001, true",
        "in, 10506:leadership lost, 10250:not leader, 10250:not leader, 40001, true",
        // and changed back
        "10250:not leader, 10250:not leader, ok, ok, 40001, true",
        // a step was executed, and nothing is known of the transaction
        "10250:not leader, ok, in, ok, 08007, false",
        "5:checkpoint in progress, ok, in, ok, 08007, false",
        "10250:not leader, 10250:not leader, 10250:not leader, ok, 08007, false",
        "10250:not leader, ok, ok, ok, 08007, false",
    })
    void whatIsReportedOfABatch(String guard, String step, String guards, String steps, String state, boolean usable)
            throws Exception {
        for (int failing = 1; failing < STEPS; failing++) {
            try (ScriptedPeer peer = node(failing, guard, step, guards, steps);
                    Connection connection = DriverManager.getConnection(peer.url())) {
                connection.setAutoCommit(false);
                SQLException failure = batch(connection);
                assertThatObject(failure).as("step " + failing).isNotNull();
                assertThat(failure.getSQLState()).isEqualTo(state);
                assertThat(connection.isClosed()).isEqualTo(!usable);
                if (usable) {
                    assertThat(catchThrowableOfType(SQLException.class, connection::commit)
                                    .getSQLState())
                            .isEqualTo("40001");
                }
                assertThat(peer.count(Asked.EXEC_SQL, "COMMIT")).isZero();
            }
        }
    }

    @Test
    void aStepThatFailsInTheTransactionIsTakenBackAndExecutedAgain() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    for (; ; ) {
                        if (with.read().sql().endsWith("n = 4")) {
                            with.send(ScriptedPeer.failure(2067, "UNIQUE constraint failed"));
                        } else {
                            with.answer();
                        }
                    }
                });
                Connection connection = DriverManager.getConnection(peer.url())) {
            connection.setAutoCommit(false);
            SQLException failure = batch(connection);
            assertThatObject(failure).isNotNull();
            assertThat(failure.getSQLState()).isEqualTo("23505");
            connection.commit();
            List<String> sent = peer.asked().stream()
                    .map(Asked::sql)
                    .filter(sql -> !sql.isEmpty() && !sql.equals("BEGIN"))
                    .dropWhile(sql -> !sql.startsWith("SAVEPOINT"))
                    .toList();
            int undone = sent.indexOf("ROLLBACK TO dqlite4j_batch");
            assertThat(undone).isPositive();
            assertThat(sent.subList(undone, sent.size()))
                    .contains("UPDATE t SET n = 1", "UPDATE t SET n = 2", "UPDATE t SET n = 3", "UPDATE t SET n = 4")
                    .doesNotContain("UPDATE t SET n = 5", "UPDATE t SET n = 6")
                    .endsWith("COMMIT");
        }
    }

    @Test
    void aWriteBehindARefusedBeginIsRolledBack() throws Exception {
        int[] begins = {0};
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    for (; ; ) {
                        if (with.read().sql().equals("BEGIN IMMEDIATE") && begins[0]++ == 1) {
                            with.send(ScriptedPeer.failure(5, "database is locked"));
                        } else {
                            with.answer();
                        }
                    }
                });
                Connection connection = DriverManager.getConnection(peer.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("UPDATE t SET n = 1");
            connection.commit();
            statement.executeUpdate("UPDATE t SET n = 1");
            connection.commit();
            assertThat(peer.asked().stream().map(Asked::sql).filter(sql -> !sql.isEmpty() && !sql.contains("PRAGMA")))
                    .endsWith(
                            "COMMIT",
                            "BEGIN IMMEDIATE",
                            "BEGIN",
                            "UPDATE t SET n = 1",
                            "ROLLBACK",
                            "BEGIN IMMEDIATE",
                            "UPDATE t SET n = 1",
                            "COMMIT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // the transaction was ended
        "ok, ok, 40001, false",
        // nothing is known of the transaction, and the write was executed
        "10250:not leader, ok, 08007, true",
        "10250:not leader, 10250:not leader, 40001, false",
    })
    void whatIsReportedOfAWriteBehindItsBegin(String guard, String write, String state, boolean closed)
            throws Exception {
        boolean[] second = {false};
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    for (; ; ) {
                        String sql = with.read().sql();
                        if (second[0] && sql.equals("BEGIN")) {
                            with.send(answer(guard));
                        } else if (second[0] && sql.startsWith("UPDATE")) {
                            with.send(answer(write));
                        } else {
                            with.answer();
                        }
                    }
                });
                Connection connection = DriverManager.getConnection(peer.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("UPDATE t SET n = 1");
            connection.commit();
            second[0] = true;
            SQLException failure =
                    catchThrowableOfType(SQLException.class, () -> statement.executeUpdate("UPDATE t SET n = 1"));
            assertThatObject(failure).isNotNull();
            assertThat(failure.getSQLState()).isEqualTo(state);
            assertThat(connection.isClosed()).isEqualTo(closed);
            assertThat(peer.count(Asked.EXEC_SQL, "COMMIT")).isOne();
        }
    }

    @Test
    void aReadBehindARefusedBeginIsDropped() throws Exception {
        int[] begins = {0};
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    for (; ; ) {
                        String sql = with.read().sql();
                        if (sql.equals("BEGIN IMMEDIATE") && begins[0]++ == 1) {
                            with.send(ScriptedPeer.failure(5, "database is locked"));
                        } else if (sql.startsWith("SELECT 1 AS x")) {
                            with.send(ScriptedPeer.integers(true, begins[0]));
                            with.send(ScriptedPeer.integers(false, begins[0]));
                        } else {
                            with.answer();
                        }
                    }
                });
                Connection connection = DriverManager.getConnection(peer.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int expected : new int[] {1, 3}) {
                var rows = statement.executeQuery("SELECT 1 AS x");
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(expected);
                connection.rollback();
            }
        }
    }

    @Test
    void aTransactionWhoseEndFailedIsRolledBackBeforeTheNext() throws Exception {
        boolean[] failed = {false};
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    for (; ; ) {
                        if (with.read().sql().equals("COMMIT") && !failed[0]) {
                            failed[0] = true;
                            with.send(ScriptedPeer.failure(5, "checkpoint in progress"));
                        } else {
                            with.answer();
                        }
                    }
                });
                Connection connection = DriverManager.getConnection(peer.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT 1 AS x").close();
            connection.commit();
            statement.executeUpdate("UPDATE t SET n = 1");
            connection.commit();
            List<String> sent = peer.asked().stream()
                    .map(Asked::sql)
                    .filter(sql -> !sql.isEmpty())
                    .dropWhile(sql -> !sql.equals("COMMIT"))
                    .filter(sql -> !sql.contains("PRAGMA"))
                    .toList();
            assertThat(sent)
                    .startsWith("COMMIT", "BEGIN IMMEDIATE")
                    .containsSubsequence("ROLLBACK", "BEGIN IMMEDIATE", "UPDATE t SET n = 1", "COMMIT");
        }
    }
}
