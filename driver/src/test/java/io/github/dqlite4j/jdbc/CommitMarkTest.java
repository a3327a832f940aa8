package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Conversation;
import io.github.dqlite4j.peer.WireBytes;
import io.github.dqlite4j.sql.schema.OutcomeTables;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers answer to a COMMIT with a mark, and to the question for it. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class CommitMarkTest {
    private static final long TABLE = 4711;
    private final AtomicReference<Thread> interrupted = new AtomicReference<>();
    private static final Pattern NUMBER = Pattern.compile("n<(\\d+)$");

    /** A leader with the tables of the driver. */
    private static final class Node {
        /** What COMMITs with a mark are answered, then healthy answers. */
        private final ConcurrentLinkedQueue<ScriptedPeer.Script> commits = new ConcurrentLinkedQueue<>();

        /** What questions are answered, then healthy answers. */
        private final ConcurrentLinkedQueue<ScriptedPeer.Script> questions = new ConcurrentLinkedQueue<>();

        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile boolean committed;
        private volatile long table = TABLE;
        private volatile long cleanedUpTo;
        private volatile long number;
        private final ScriptedPeer peer =
                ScriptedPeer.node(asked -> asked.sql().contains(OutcomeTables.MARKS), this::talk);

        private void talk(Conversation with) throws IOException, InterruptedException {
            String sql = with.last().sql();
            Matcher question = NUMBER.matcher(sql);
            ScriptedPeer.Script script = null;
            if (sql.startsWith("INSERT") && sql.endsWith(";COMMIT")) {
                script = commits.poll();
            } else if (question.find()) {
                number = Long.parseLong(question.group(1));
                script = busy.get() ? with2 -> with2.send(ScriptedPeer.failure(5, "locked")) : questions.poll();
            }
            if (script != null) {
                script.talk(with);
            } else if (sql.contains("sqlite_schema")) {
                with.send(texts(
                        OutcomeTables.MARKS,
                        OutcomeTables.CREATE_MARKS,
                        OutcomeTables.NONE,
                        OutcomeTables.CREATE_NONE));
            } else if (sql.startsWith("SELECT m.n")) {
                with.send(row(committed ? number : -number, table, cleanedUpTo));
            } else if (sql.startsWith("SELECT n,")) {
                with.send(row(TABLE, 0));
            } else {
                with.answer();
            }
        }

        private static byte[] row(long... values) {
            WireBytes bytes = new WireBytes().int64(values.length);
            long types = 0;
            for (int i = 0; i < values.length; i++) {
                bytes.text("c");
                types |= 1L << 4 * i;
            }
            bytes.int64(types);
            for (long value : values) {
                bytes.int64(value);
            }
            return bytes.int64(-1).message(7, 0);
        }

        private static byte[] texts(String... pairs) {
            WireBytes bytes = new WireBytes().int64(2).text("a").text("b");
            for (int i = 0; i < pairs.length; i += 2) {
                bytes.int64(0x33).text(pairs[i]).text(pairs[i + 1]);
            }
            return bytes.int64(-1).message(7, 0);
        }

        private Connection connect(String... properties) throws SQLException {
            Connection connection = DriverManager.getConnection(
                    peer.url("commitVerification=transactions", String.join("&", properties)));
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM t");
            }
            return connection;
        }

        private long commits() {
            return peer.count(Asked.EXEC_SQL, ";COMMIT");
        }
    }

    private static ScriptedPeer.Script failure(long code, String message) {
        return with -> with.send(ScriptedPeer.failure(code, message));
    }

    private static String state(Connection connection) {
        try {
            connection.commit();
            return "committed";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, committed", "false, 40001"})
    void theAnswerIsLost(boolean committed, String state) throws Exception {
        Node node = new Node();
        node.committed = committed;
        for (ScriptedPeer.Script lost : List.<ScriptedPeer.Script>of(
                Conversation::close, Conversation::reset, failure(10506, "leadership lost"), failure(8458, "lost"))) {
            node.commits.add(lost);
        }
        try (ScriptedPeer peer = node.peer;
                Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 4; i++) {
                assertThat(state(connection)).isEqualTo(state);
                statement.executeUpdate("DELETE FROM t");
            }
            assertThat(state(connection)).isEqualTo("committed");
            assertThat(peer.asked().stream()
                            .map(Asked::sql)
                            .filter(sql -> sql.endsWith(";COMMIT"))
                            .map(sql -> sql.replaceAll("\\D*(\\d+,\\d+).*", "$1")))
                    .as("ids that were asked for are not used again")
                    .doesNotHaveDuplicates()
                    .hasSize(5);
        }
    }

    @Test
    void aBusyCommitIsSentAgainWithItsMark() throws Exception {
        Node node = new Node();
        node.commits.add(failure(5, "checkpoint in progress"));
        node.commits.add(failure(5, "checkpoint in progress"));
        try (ScriptedPeer peer = node.peer;
                Connection connection = node.connect()) {
            assertThat(state(connection)).isEqualTo("committed");
            assertThat(node.commits()).isEqualTo(3);
            assertThat(peer.asked().stream()
                            .map(Asked::sql)
                            .filter(sql -> sql.endsWith(";COMMIT"))
                            .distinct())
                    .hasSize(1);
        }
    }

    /** A deferred transaction that only ran DDL may not have the lock: if the mark finds none, nothing was written. */
    @ParameterizedTest
    @ValueSource(longs = {5, 517})
    void aMarkThatGetsNoLockIsLeftOut(long code) throws Exception {
        Node node = new Node();
        node.commits.add(failure(code, "database is locked"));
        try (ScriptedPeer peer = node.peer;
                Connection connection = node.connect("transactionMode=deferred");
                Statement statement = connection.createStatement()) {
            connection.rollback();
            statement.execute("CREATE TABLE IF NOT EXISTS t (a)");
            assertThat(state(connection)).isEqualTo("committed");
            assertThat(peer.asked()).extracting(Asked::sql).endsWith("COMMIT");
            assertThat(node.commits()).isOne();
        }
    }

    @Test
    void aMarkThatIsRefusedIsLeftOut() throws Exception {
        Node node = new Node();
        node.commits.add(failure(1, "no such table: main.dqlite4j_outcome"));
        try (ScriptedPeer peer = node.peer;
                Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            assertThat(state(connection)).isEqualTo("committed");
            statement.executeUpdate("DELETE FROM t");
            assertThat(state(connection)).isEqualTo("committed");
            assertThat(peer.asked()).extracting(Asked::sql).contains("COMMIT");
            assertThat(node.commits()).isEqualTo(2);
            assertThat(peer.count(Asked.QUERY_SQL, "FROM main.sqlite_schema WHERE lower"))
                    .as("the table was looked for again")
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"10250, not leader", "10506, leadership lost", "5, database is locked", "12, no database opened"})
    void theQuestionIsAskedAgain(long code, String message) throws Exception {
        Node node = new Node();
        node.committed = true;
        node.commits.add(Conversation::close);
        node.questions.add(failure(code, message));
        node.questions.add(Conversation::close);
        node.questions.add(failure(code, message));
        try (ScriptedPeer peer = node.peer;
                Connection connection = node.connect()) {
            assertThat(state(connection)).isEqualTo("committed");
            assertThat(peer.count(Asked.EXEC_SQL, "WHERE n>=0 AND n<")).isEqualTo(4);
        }
    }

    @Test
    void whatCannotBeFoundOutInTimeIsUnknown() throws Exception {
        Node node = new Node();
        node.commits.add(Conversation::close);
        node.busy.set(true);
        try (ScriptedPeer peer = node.peer;
                Connection connection = node.connect("failoverTimeout=200")) {
            assertThat(state(connection)).isEqualTo("08007");
            assertThat(connection.isClosed()).isTrue();
            assertThat(peer.count(Asked.EXEC_SQL, "WHERE n>=0 AND n<")).isPositive();
        }
    }

    @Test
    void anInterruptEndsTheQuestion() throws Exception {
        Node node = new Node();
        node.commits.add(with -> {
            interrupted.get().interrupt();
            with.close();
        });
        node.busy.set(true);
        interrupted.set(Thread.currentThread());
        try (ScriptedPeer peer = node.peer;
                Connection connection = node.connect()) {
            assertThat(state(connection)).isEqualTo("08007");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(peer.count(Asked.EXEC_SQL, ";COMMIT")).isOne();
        } finally {
            Thread.interrupted();
        }
    }

    /** Another table, or one that was cleaned up beyond the mark, does not tell that a transaction was rolled back. */
    @Test
    void aMarkThatMayHaveBeenRemovedTellsNothing() throws Exception {
        for (boolean cleaned : new boolean[] {true, false}) {
            Node node = new Node();
            node.commits.add(Conversation::close);
            if (cleaned) {
                node.cleanedUpTo = Instant.now().plusSeconds(3600).getEpochSecond();
            } else {
                node.table = TABLE + 1;
            }
            try (ScriptedPeer peer = node.peer;
                    Connection connection = node.connect()) {
                assertThat(state(connection)).isEqualTo("08007");
                assertThat(peer.count(Asked.EXEC_SQL, "WHERE n>=0 AND n<")).isOne();
            }
        }
    }

    @Test
    void closingTheConnectionEndsTheQuestion() throws Exception {
        Node node = new Node();
        Connection connection = node.connect();
        node.commits.add(Conversation::close);
        node.busy.set(true);
        try (ScriptedPeer peer = node.peer) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
                while (peer.count(Asked.EXEC_SQL, "WHERE n>=0 AND n<") == 0) {
                    Thread.onSpinWait();
                }
                try (connection) {
                    assertThat(connection).isNotNull();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08007");
            closed.join();
        }
    }

    @Test
    void aTableThatCannotBeMadeIsSaidOnce() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.node(
                        asked -> asked.sql().startsWith("CREATE TABLE dqlite4j"),
                        failure(8, "attempt to write a readonly database"));
                LogRecorder log = LogRecorder.of("connections")) {
            for (int i = 0; i < 3; i++) {
                try (Connection connection = DriverManager.getConnection(peer.url("commitVerification=all"));
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.executeUpdate("DELETE FROM t");
                    connection.commit();
                    connection.setAutoCommit(true);
                    statement.executeUpdate("DELETE FROM t");
                }
            }
            assertThat(log.shown("attempt to write a readonly database")).hasSize(1);
            assertThat(peer.count(Asked.EXEC_SQL, "CREATE TABLE dqlite4j")).isOne();
            assertThat(peer.asked().stream().map(Asked::sql).filter(sql -> sql.startsWith("COMMIT")))
                    .as("what leaves no mark needs no transaction")
                    .hasSize(3);
        }
    }
}
