package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.engine.replay.TransactionRecord;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import io.github.dqlite4j.peer.WireBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that are lost with their leader, with {@code transactionReplay=true}, on nodes that answer as a test says. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class TransactionReplayTest {
    private static final Pattern OF_THE_DRIVER = Pattern.compile("^PRAGMA|sqlite_schema|^SELECT 1; SELECT 2$");

    private final Node first = new Node();
    private final Node second = new Node();
    private final Node third = new Node();
    private final List<Node> nodes = List.of(first, second, third);

    /** A node of the cluster: it leads from the moment at which the one before it loses a connection. */
    private final class Node {
        private final Map<String, Queue<Script>> scripts = new ConcurrentHashMap<>();
        private final ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            for (; ; ) {
                Asked asked = with.read();
                Queue<Script> queue = scripts.get(asked.sql());
                Script script = queue == null ? null : queue.poll();
                if (script == null) {
                    with.answer();
                } else {
                    script.talk(with);
                }
            }
        });

        /** What the next requests with this text are answered. */
        Node on(String sql, Script... answers) {
            scripts.computeIfAbsent(sql, any -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
            return this;
        }

        Node on(String sql, byte[]... answers) {
            return on(
                    sql,
                    Arrays.stream(answers)
                            .map(answer -> (Script) with -> with.send(answer))
                            .toArray(Script[]::new));
        }

        /** This node dies with the next request of that text. */
        Node diesWith(String sql) {
            return on(sql, with -> {
                lead(nodes.get(nodes.indexOf(this) + 1));
                with.close();
            });
        }

        /** What it was asked, without what the driver asks for itself. */
        List<String> executed() {
            return peer.asked().stream()
                    .map(Asked::sql)
                    .filter(sql -> !sql.isEmpty() && !OF_THE_DRIVER.matcher(sql).find())
                    .toList();
        }
    }

    private void lead(Node leader) {
        nodes.forEach(node -> node.peer.names(leader.peer.address()));
    }

    private Connection connect(String... properties) throws SQLException {
        List<String> all = new ArrayList<>(List.of(properties));
        all.addAll(List.of("transactionReplay=true", "connectTimeout=500", "pipeline=false", "prepareThreshold=1000"));
        return connectWith(all);
    }

    private Connection connectWith(List<String> properties) throws SQLException {
        lead(first);
        String[] addresses = nodes.stream().map(node -> node.peer.address()).toArray(String[]::new);
        nodes.forEach(node -> node.peer.members(addresses));
        String url = first.peer
                .url(properties.toArray(String[]::new))
                .replace(first.peer.address(), String.join(",", addresses));
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    @AfterEach
    void close() throws IOException {
        for (Node node : nodes) {
            node.peer.close();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Integer> read(Connection connection, String sql) throws SQLException {
        List<Integer> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getInt(1));
            }
        }
        return values;
    }

    private static byte[] rows(boolean more, long... values) {
        return ScriptedPeer.integers(more, values);
    }

    private static byte[] named(String column, long value) {
        return new WireBytes()
                .int64(1)
                .text(column)
                .int64(1)
                .int64(value)
                .int64(-1)
                .message(7, 0);
    }

    /** @param why the reason that is reported with it; null if the transaction was not to be replayed at all */
    private static void assertRolledBack(Throwable error, @Nullable String why) {
        assertThat(error)
                .isInstanceOfAny(SQLTransactionRollbackException.class, BatchUpdateException.class)
                .hasFieldOrPropertyWithValue("SQLState", "40001");
        String text = stackTrace(error);
        if (why == null) {
            assertThat(text).doesNotContain("replayed");
        } else {
            assertThat(text).contains("was not replayed").contains(why);
        }
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 2", "UPDATE t SET x = 2", "SAVEPOINT s", "COMMIT"})
    void goesOnAtTheNextLeader(String lost) throws Exception {
        for (Node node : List.of(first, second)) {
            node.on("SELECT 1", rows(false, 1, 2)).on("DELETE FROM t", ScriptedPeer.result(0, 3));
        }
        if (lost.equals("COMMIT")) {
            first.on("COMMIT", with -> {
                lead(second);
                with.send(ScriptedPeer.failure(10250, "not leader"));
            });
        } else {
            first.diesWith(lost);
        }
        try (Connection connection = connect()) {
            assertThat(read(connection, "SELECT 1")).containsExactly(1, 2);
            execute(connection, "DELETE FROM t");
            if (!lost.equals("COMMIT")) {
                execute(connection, lost);
            }
            connection.commit();
        }
        List<String> again = new ArrayList<>(List.of("BEGIN IMMEDIATE", "SELECT 1", "DELETE FROM t"));
        if (!lost.equals("COMMIT")) {
            again.add(lost);
        }
        again.add("COMMIT");
        assertThat(second.executed()).containsExactlyElementsOf(again);
    }

    @Test
    void isOffByDefault() throws Exception {
        first.diesWith("SELECT 2");
        try (Connection connection = connectWith(List.of("connectTimeout=500"))) {
            execute(connection, "DELETE FROM t");
            assertThatThrownBy(() -> execute(connection, "SELECT 2")).satisfies(error -> assertRolledBack(error, null));
            assertThat(second.executed()).isEmpty();
        }
    }

    @Test
    void aTransactionThatOnlyReadsGoesOnWithoutTheWriteLock() throws Exception {
        first.on("SELECT 1", rows(false, 1)).diesWith("SELECT 2");
        second.on("SELECT 1", rows(false, 1)).on("SELECT 2", rows(false, 2));
        try (Connection connection = connect("readOnly=true")) {
            assertThat(read(connection, "SELECT 1")).containsExactly(1);
            assertThat(read(connection, "SELECT 2")).containsExactly(2);
            connection.commit();
        }
        assertThat(second.executed()).containsExactly("BEGIN", "SELECT 1", "SELECT 2", "COMMIT");
    }

    private static Map<String, byte[]> others() {
        return Map.of(
                "another value", rows(false, 1, 3),
                "fewer rows", rows(false, 1),
                "more rows", rows(false, 1, 2, 3),
                "more rows in another message", rows(true, 1, 2),
                "another order", rows(false, 2, 1),
                "no rows", rows(false),
                "an error", ScriptedPeer.failure(1, "no such table: t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "another value",
                "fewer rows",
                "more rows",
                "more rows in another message",
                "another order",
                "no rows",
                "an error"
            })
    void whatReadsDifferentlyIsRolledBack(String other) throws Exception {
        first.on("SELECT 1", rows(false, 1, 2)).diesWith("DELETE FROM t");
        second.on(
                "SELECT 1",
                with -> with.send(others().get(other)).send(other.contains("message") ? rows(false, 3) : new byte[0]));
        try (Connection connection = connect()) {
            read(connection, "SELECT 1");
            assertThatThrownBy(() -> execute(connection, "DELETE FROM t"))
                    .satisfies(error -> assertRolledBack(error, "SELECT"));
            connection.rollback();
            assertThat(second.executed()).doesNotContain("DELETE FROM t", "COMMIT");
            execute(connection, "DELETE FROM t");
            connection.commit();
        }
        assertThat(second.executed()).endsWith("DELETE FROM t", "COMMIT");
    }

    @Test
    void anotherNameOfAColumnIsADifference() throws Exception {
        first.on("SELECT 1", named("a", 1)).diesWith("SELECT 2");
        second.on("SELECT 1", named("b", 1));
        try (Connection connection = connect()) {
            read(connection, "SELECT 1");
            assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                    .satisfies(error -> assertRolledBack(error, "SELECT"));
        }
    }

    @Test
    void anotherCountIsADifference() throws Exception {
        first.on("DELETE FROM t", ScriptedPeer.result(0, 3)).diesWith("SELECT 2");
        second.on("DELETE FROM t", ScriptedPeer.result(0, 2));
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                    .satisfies(error -> assertRolledBack(error, "DELETE"));
        }
    }

    @Test
    void aRowIdThatTheCallerHasNotSeenIsNotCompared() throws Exception {
        first.on("INSERT INTO t VALUES (1)", ScriptedPeer.result(7, 1)).diesWith("SELECT 2");
        second.on("INSERT INTO t VALUES (1)", ScriptedPeer.result(8, 1));
        try (Connection connection = connect()) {
            execute(connection, "INSERT INTO t VALUES (1)");
            execute(connection, "SELECT 2");
            connection.commit();
        }
    }

    @ParameterizedTest
    @CsvSource({"2067, true", "1555, false"})
    void anErrorThatTheCallerHasSeenIsCompared(long code, boolean same) throws Exception {
        first.on("INSERT INTO t VALUES (1)", ScriptedPeer.failure(2067, "UNIQUE constraint failed: t.x"))
                .diesWith("SELECT 2");
        second.on("INSERT INTO t VALUES (1)", ScriptedPeer.failure(code, "UNIQUE constraint failed: t.x"));
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            assertThatThrownBy(() -> execute(connection, "INSERT INTO t VALUES (1)"))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class);
            if (same) {
                execute(connection, "SELECT 2");
            } else {
                assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                        .satisfies(error -> assertRolledBack(error, "INSERT"));
            }
        }
    }

    @Test
    void aCommitThatWasRefusedIsNotExecutedAgain() throws Exception {
        first.on("COMMIT", ScriptedPeer.failure(787, "FOREIGN KEY constraint failed"))
                .diesWith("SELECT 2");
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLIntegrityConstraintViolationException.class);
            assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                    .satisfies(error -> assertRolledBack(error, "COMMIT"));
        }
        assertThat(second.executed()).doesNotContain("COMMIT");
    }

    @Test
    void aResultGoesOnWhereItWas() throws Exception {
        first.on("SELECT 1", with -> {
            with.send(rows(true, 1, 2));
            lead(second);
            with.close();
        });
        second.on(
                "SELECT 1",
                with -> with.send(rows(true, 1)).send(rows(true, 2, 3)).send(rows(false, 4)));
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            assertThat(read(connection, "SELECT 1")).containsExactly(1, 2, 3, 4);
            execute(connection, "DELETE FROM t");
            connection.commit();
        }
        assertThat(second.executed())
                .containsExactly("BEGIN IMMEDIATE", "DELETE FROM t", "SELECT 1", "DELETE FROM t", "COMMIT");
    }

    @Test
    void aResultGoesOnTwice() throws Exception {
        first.on("SELECT 1", with -> {
            with.send(rows(true, 1, 2));
            lead(second);
            with.close();
        });
        second.on("SELECT 1", with -> {
            with.send(rows(true, 1, 2, 3));
            lead(third);
            with.close();
        });
        third.on("SELECT 1", rows(false, 1, 2, 3, 4));
        try (Connection connection = connect()) {
            assertThat(read(connection, "SELECT 1")).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void aResultWhoseFirstRowsDifferEnds() throws Exception {
        first.on("SELECT 1", with -> {
            with.send(rows(true, 1, 2));
            lead(second);
            with.close();
        });
        second.on("SELECT 1", rows(false, 1, 5, 3));
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(rows::next).satisfies(error -> assertRolledBack(error, "SELECT"));
        }
    }

    @Test
    void ofAResultThatWasClosedOnlyItsFirstRowsAreCompared() throws Exception {
        first.on("SELECT 1", with -> with.send(rows(true, 1, 2)).send(rows(false, 3)))
                .diesWith("SELECT 2");
        second.on("SELECT 1", rows(false, 1, 2, 9));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT 1");
            assertThat(rows.next()).isTrue();
            rows.close();
            execute(connection, "SELECT 2");
            connection.commit();
        }
    }

    @Test
    void aLeaderThatIsLostWhileAResultIsClosedIsNotNoticed() throws Exception {
        first.on("SELECT 1", with -> {
            with.send(rows(true, 1, 2));
            lead(second);
            with.close();
        });
        second.on("SELECT 1", rows(false, 1, 2)).on("SELECT 2", rows(false, 2));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT 1");
            assertThat(rows.next()).isTrue();
            rows.close();
            assertThat(read(connection, "SELECT 2")).containsExactly(2);
            connection.commit();
        }
        assertThat(second.executed()).endsWith("SELECT 2", "COMMIT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (random())",
                "INSERT INTO t VALUES (\"RandomBlob\" (16))",
                "UPDATE t SET x = last_insert_rowid()",
                "UPDATE t SET x = changes()",
                "DELETE FROM t WHERE x < total_changes()",
                "CREATE TABLE IF NOT EXISTS u (x)",
                "DROP TABLE IF EXISTS u",
                "ANALYZE",
                "PRAGMA cache_size = 5"
            })
    void whatDoesNotShowInAnswersIsNotReplayed(String sql) throws Exception {
        first.diesWith("SELECT 2");
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            execute(connection, sql);
            assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                    .isInstanceOf(SQLException.class)
                    .satisfies(error -> assertThat(stackTrace(error)).contains("was not replayed"));
        }
        assertThat(second.executed()).doesNotContain("BEGIN IMMEDIATE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES ('random()')",
                "INSERT INTO t (random) VALUES (1)",
                "SELECT random()",
                "UPDATE t SET x = CURRENT_TIMESTAMP",
                "SELECT last_insert_rowid()",
                "PRAGMA table_info(t)",
                "EXPLAIN DELETE FROM t"
            })
    void whatShowsInAnswersIsReplayed(String sql) throws Exception {
        first.diesWith("SELECT 2");
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            execute(connection, sql);
            execute(connection, "SELECT 2");
            connection.commit();
        }
        assertThat(second.executed()).contains("BEGIN IMMEDIATE", "COMMIT");
    }

    @Test
    void manyStatementsAreNotReplayed() throws Exception {
        first.diesWith("SELECT 2");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i <= TransactionRecord.MAX_STATEMENTS; i++) {
                statement.executeUpdate("DELETE FROM t");
            }
            assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                    .satisfies(error -> assertRolledBack(error, "statements"));
        }
    }

    @Test
    void manyBytesAreNotReplayed() throws Exception {
        first.diesWith("SELECT 2");
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            insert.setBytes(1, new byte[(int) TransactionRecord.MAX_BYTES]);
            insert.executeUpdate();
            assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                    .satisfies(error -> assertRolledBack(error, "bytes"));
        }
    }

    @Test
    void anArrayThatTheCallerChangesIsReplayedAsItWas() throws Exception {
        first.diesWith("SELECT 2");
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            byte[] value = {1, 2, 3};
            insert.setBytes(1, value);
            insert.executeUpdate();
            Arrays.fill(value, (byte) 9);
            execute(connection, "SELECT 2");
            connection.commit();
        }
        assertThat(lastExec(second)).isEqualTo(lastExec(first));
    }

    /** The values of the last EXEC, without the number of the statement. */
    private static byte[] lastExec(Node node) {
        return node.peer.asked().stream()
                .filter(asked -> asked.type() == Asked.EXEC)
                .map(asked -> Arrays.copyOfRange(asked.body(), 8, asked.body().length))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    @Test
    void aCommitInDoubtIsNeverReplayed() throws Exception {
        first.diesWith("COMMIT");
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08007");
            assertThat(connection.isClosed()).isTrue();
        }
        assertThat(second.executed()).isEmpty();
    }

    @Test
    void aLeaderThatIsLostDuringTheReplayIsReplacedAgain() throws Exception {
        first.on("SELECT 1", rows(false, 1)).diesWith("SELECT 2");
        second.diesWith("SELECT 1");
        third.on("SELECT 1", rows(false, 1)).on("SELECT 2", rows(false, 2));
        try (Connection connection = connect()) {
            read(connection, "SELECT 1");
            assertThat(read(connection, "SELECT 2")).containsExactly(2);
            connection.commit();
        }
        assertThat(third.executed()).containsExactly("BEGIN IMMEDIATE", "SELECT 1", "SELECT 2", "COMMIT");
    }

    @Test
    void aStatementThatEndsItsNodeIsNotSentToAllNodes() throws Exception {
        first.diesWith("SELECT 2");
        second.diesWith("SELECT 2");
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM t");
            assertThatThrownBy(() -> execute(connection, "SELECT 2"))
                    .satisfies(error -> assertRolledBack(error, "several nodes"));
        }
        assertThat(third.executed()).isEmpty();
    }

    @Test
    void canBeCancelled() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        first.diesWith("SELECT 2");
        second.on("DELETE FROM t", with -> {
            silent.countDown();
            with.silence();
        });
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            execute(connection, "DELETE FROM t");
            CompletableFuture<Void> cancelled = CompletableFuture.runAsync(() -> {
                try {
                    silent.await();
                    statement.cancel();
                } catch (InterruptedException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> statement.execute("SELECT 2"))
                    .hasFieldOrPropertyWithValue("SQLState", "57014")
                    .hasMessageContaining("rolled back");
            cancelled.get();
            connection.rollback();
            execute(connection, "SELECT 3");
        }
    }

    @Test
    void savepointsAreReplayed() throws Exception {
        first.diesWith("SELECT 2");
        try (Connection connection = connect()) {
            execute(connection, "DELETE FROM a");
            Savepoint savepoint = connection.setSavepoint("s");
            execute(connection, "DELETE FROM b");
            connection.rollback(savepoint);
            execute(connection, "SELECT 2");
            connection.releaseSavepoint(savepoint);
            connection.commit();
        }
        assertThat(first.executed()).endsWith("SELECT 2");
        assertThat(second.executed())
                .startsWith(first.executed().toArray(String[]::new))
                .endsWith("COMMIT");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBatchGoesOn(boolean pipeline) throws Exception {
        String sql = "UPDATE t SET x = ?";
        first.on(sql, with -> {
            with.answer();
            with.read();
            lead(second);
            with.close();
        });
        try (Connection connection = connect("pipeline=" + pipeline, "prepareThreshold=1");
                PreparedStatement update = connection.prepareStatement(sql)) {
            execute(connection, "DELETE FROM t");
            for (int i = 0; i < 20; i++) {
                update.setInt(1, i);
                update.addBatch();
            }
            assertThat(update.executeBatch()).hasSize(20).containsOnly(0);
            connection.commit();
        }
        assertThat(second.executed())
                .startsWith("BEGIN IMMEDIATE", "DELETE FROM t")
                .endsWith("COMMIT");
    }
}
