package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import io.github.dqlite4j.peer.WireBytes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that look well at first: rows that are malformed inside, rows without end, too many answers, codes of no server. */
@ExtendWith({LeakRecorder.class, Footprint.class})
@Timeout(60)
class UnexpectedResponseTest {
    private static final long MORE = 0xeeee_eeee_eeee_eeeeL;

    static Stream<WireBytes> malformedRows() {
        return Stream.of(
                // a type that does not exist
                new WireBytes().int64(7).int64(1),
                new WireBytes().int64(0).int64(1),
                new WireBytes().int64(8).int64(1),
                // a text without its end, so that the marker seems to be a part of it
                new WireBytes().int64(3).raw(new byte[] {65, 65, 65, 65, 65, 65, 65, 65}),
                // a blob that is longer than its message, than any message, than nothing
                new WireBytes().int64(4).int64(1000).int64(0),
                new WireBytes().int64(4).int64(Long.MAX_VALUE).int64(0),
                new WireBytes().int64(4).int64(-1).int64(0),
                // a header without values
                new WireBytes().int64(1));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("malformedRows")
    void aMalformedRowIsNotRead(WireBytes row) throws Exception {
        byte[] message =
                new WireBytes().int64(1).text("n").raw(row.body()).int64(-1).message(7, 0);
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(message));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThatThrownBy(rows::next)
                        .isInstanceOf(SQLNonTransientConnectionException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "08P01")
                        .hasMessageContaining(node.address() + " sent malformed rows");
                assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "08P01");
            }
            assertThat(node.count(Asked.QUERY_SQL, "scripted")).isOne();
            works(connection);

            connection.setAutoCommit(false);
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThatThrownBy(rows::next)
                        .hasFieldOrPropertyWithValue("SQLState", "08P01")
                        .hasMessageContaining("rolled back");
            }
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
            works(connection);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("malformedRows")
    void malformedRowOfBufferedMessageIsNotRead(WireBytes row) throws Exception {
        byte[] second =
                new WireBytes().int64(1).text("n").raw(row.body()).int64(-1).message(7, 0);
        try (ScriptedPeer node = ScriptedPeer.node(
                        with -> with.send(ScriptedPeer.integers(true, 1)).send(second));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT scripted")) {
            works(connection);
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "08P01");
            works(connection);
        }
    }

    /** Answers to the driver's own queries are checked like those to the application's. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("malformedRows")
    void aMalformedSchemaIsNotRead(WireBytes row) throws Exception {
        schemaIsRefused(
                new WireBytes().int64(1).text("n").raw(row.body()).int64(-1).message(7, 0), "sent malformed rows");
    }

    static Stream<WireBytes> wrongSchemas() {
        return Stream.of(
                new WireBytes().int64(1).text("a").int64(3).text("no number"),
                new WireBytes().int64(1).text("a").int64(2).int64(0),
                new WireBytes()
                        .int64(2)
                        .text("a")
                        .text("b")
                        .int64(0x31)
                        .int64(1)
                        .text("t"),
                new WireBytes()
                        .int64(6)
                        .text("a")
                        .text("b")
                        .text("c")
                        .text("d")
                        .text("e")
                        .text("f")
                        .int64(0x111111)
                        .int64(1)
                        .int64(2)
                        .int64(3)
                        .int64(4)
                        .int64(5)
                        .int64(6));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("wrongSchemas")
    void wrongDescriptionOfTheSchemaIsNotRead(WireBytes rows) throws Exception {
        schemaIsRefused(rows.int64(-1).message(7, 0), "an invalid description of the schema");
    }

    /** While connecting, which is tried again, and before a statement. */
    private static void schemaIsRefused(byte[] message, String reason) throws Exception {
        AtomicBoolean wrong = new AtomicBoolean(true);
        try (ScriptedPeer node = ScriptedPeer.node(
                        asked -> asked.sql().contains("pragma_table_xinfo") && wrong.getAndSet(false),
                        with -> with.send(message));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(node.count(Asked.OPEN, "")).isEqualTo(2);
            statement.executeUpdate("CREATE TABLE t (a)");
            wrong.set(true);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (1)"))
                    .hasFieldOrPropertyWithValue("SQLState", "08P01")
                    .hasMessageContaining(reason);
            assertThat(node.count(Asked.EXEC_SQL, "INSERT")).isZero();
            works(connection);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(
            longs = {Long.MIN_VALUE, -1, 1L << 32 | 2067, 1L << 40 | 5, 1L << 48 | 10250, 65_536 + 19, Long.MAX_VALUE})
    void unknownErrorCodeIsAnOrdinaryError(long code) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(ScriptedPeer.failure(code, "strange")));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM scripted"))
                    .isExactlyInstanceOf(SQLNonTransientException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "58000")
                    .hasFieldOrPropertyWithValue("errorCode", -1)
                    .hasMessageContaining("strange")
                    .hasMessageContaining(String.valueOf(code));
            assertThat(node.count(Asked.EXEC_SQL, "scripted")).isOne();
            works(connection);
            assertThat(node.count(Asked.OPEN, "")).isOne();
        }
    }

    @Test
    void extraAnswerEndsTheConnectionToTheNodeButKeepsTheFirstAnswer() throws Exception {
        byte[] two = new WireBytes()
                .raw(ScriptedPeer.result(0, 7))
                .raw(ScriptedPeer.result(0, 8))
                .body();
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(two));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isEqualTo(7);
            assertThat(statement.executeUpdate("DELETE FROM t")).isZero();
            assertThat(node.count(Asked.OPEN, "")).isEqualTo(2);

            connection.setAutoCommit(false);
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isEqualTo(7);
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t"))
                    .hasFieldOrPropertyWithValue("SQLState", "08P01")
                    .hasMessageContaining(node.address() + " sent an unexpected message")
                    .hasMessageContaining("the transaction was rolled back");
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t"))
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.rollback();
            works(connection);
        }
    }

    @Test
    void commitAfterAnExtraAnswerReportsItAndEndsTheTransaction() throws Exception {
        byte[] two = new WireBytes()
                .raw(ScriptedPeer.result(0, 7))
                .raw(ScriptedPeer.result(0, 8))
                .body();
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(two));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isEqualTo(7);
            assertThatThrownBy(connection::commit)
                    .hasFieldOrPropertyWithValue("SQLState", "08P01")
                    .hasMessageContaining("an unexpected message")
                    .hasMessageContaining("the transaction was rolled back");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
            works(connection);
        }
    }

    @Test
    void wrongAnswerToCommitIsAnUnknownOutcomeAndIsReported() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(
                        asked -> asked.sql().equals("COMMIT"), with -> with.send(ScriptedPeer.integers(false, 1)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("DELETE FROM t");
            assertThatThrownBy(connection::commit)
                    .hasFieldOrPropertyWithValue("SQLState", "08007")
                    .hasMessageContaining("gave no valid answer")
                    .hasMessageContaining("the wrong answer");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aMessageBeforeTheFirstRequestIsReported() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.start(with -> {
            with.send(ScriptedPeer.result(0, 1));
            with.silence();
        })) {
            assertThatThrownBy(() -> DriverManager.getConnection(node.url("loginTimeout=3000")))
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessageContaining(node.address() + " sent ")
                    .message()
                    .containsAnyOf("an unexpected message", "the wrong answer");
        }
    }

    @Test
    void garbageAfterAnAnswerEndsTheConnectionToTheNodeButKeepsTheAnswer() throws Exception {
        byte[] both = new WireBytes()
                .raw(ScriptedPeer.integers(false, 1, 2, 3))
                .int64(-1)
                .int64(-1)
                .body();
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(both).silence());
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT scripted")) {
            works(connection);
            for (int i = 1; i <= 3; i++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(i);
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void answerBeforeItsRequestIsIgnored() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (ScriptedPeer node = ScriptedPeer.node(with -> {
                    with.answer();
                    if (with.number() == 2) {
                        Thread.sleep(20);
                        with.send(ScriptedPeer.result(0, 99));
                        sent.countDown();
                    }
                });
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isZero();
            sent.await();
            Thread.sleep(20);
            assertThat(statement.executeUpdate("DELETE FROM t")).isZero();
            assertThat(node.count(Asked.OPEN, "")).isEqualTo(2);
        }
    }

    @Test
    void rowsAfterTheLastMessageEndTheConnectionToTheNode() throws Exception {
        byte[] both = new WireBytes()
                .raw(ScriptedPeer.integers(false, 1))
                .raw(ScriptedPeer.integers(false, 2))
                .body();
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(both));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isOne();
                assertThat(rows.next()).isFalse();
            }
            works(connection);
            assertThat(node.count(Asked.OPEN, "")).isEqualTo(2);
        }
    }

    @Test
    void failureAfterRowsIsReportedToTheirReader() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(
                        with -> with.send(ScriptedPeer.integers(true, 1)).send(ScriptedPeer.failure(1, "overflow")));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT scripted")) {
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(rows::next)
                    .hasFieldOrPropertyWithValue("SQLState", "42000")
                    .hasMessageContaining("overflow");
            works(connection);
            assertThat(node.count(Asked.OPEN, "")).isOne();
        }
    }

    @Test
    void differentParameterCountOfTheServerIsAnError() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with ->
                        with.send(new WireBytes().int32(0).int32(1).int64(2).message(5, 0)));
                Connection connection = DriverManager.getConnection(node.url());
                var statement = connection.prepareStatement("INSERT INTO scripted VALUES (?)")) {
            statement.setInt(1, 1);
            assertThatThrownBy(statement::executeUpdate).hasFieldOrPropertyWithValue("SQLState", "07001");
            assertThat(node.count(Asked.EXEC, "")).isZero();
        }
    }

    /** Sends rows of 1 MiB without end. */
    private static Script endless(AtomicLong sent) {
        byte[] message = new WireBytes()
                .int64(1)
                .text("b")
                .int64(4)
                .blob(new byte[1 << 20])
                .int64(MORE)
                .message(7, 0);
        return with -> {
            for (; ; ) {
                with.send(message);
                sent.addAndGet(message.length);
            }
        };
    }

    @Test
    void endlessRowsAreReadOnDemand() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (ScriptedPeer node = ScriptedPeer.node(endless(sent));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                for (int i = 0; i < 20; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getBytes(1)).hasSize(1 << 20);
                }
                // What was read, what waits in the driver, and what the two sockets hold.
                assertThat(sent).hasValueLessThan((20 + 32) << 20);
            }
            works(connection);
            assertThat(sent).hasValueLessThan((20 + 64) << 20);
        }
    }

    @Test
    void endlessRowsAreNotBufferedForAnotherStatement() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (ScriptedPeer node = ScriptedPeer.node(endless(sent));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement();
                Statement other = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT scripted");
            assertThatThrownBy(() -> other.executeUpdate("DELETE FROM t"))
                    .hasFieldOrPropertyWithValue("SQLState", "53000")
                    .hasMessageContaining("close it");
            assertThat(connection.isValid(5)).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBytes(1)).hasSize(1 << 20);
            assertThat(sent).hasValueLessThan(256 << 20);
            rows.close();
            works(connection);
            assertThat(node.count(Asked.EXEC_SQL, "DELETE")).isZero();
        }
    }

    /** In a transaction the rest has to be read, or the transaction is lost. */
    @Test
    void endlessRowsInATransactionEndIt() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(endless(new AtomicLong()));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            connection.setNetworkTimeout(Runnable::run, 1000);
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThat(rows.next()).isTrue();
            }
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
            connection.setNetworkTimeout(Runnable::run, 20_000);
            works(connection);
            connection.rollback();
        }
    }

    @Test
    void endlessRowsDoNotDelayClose() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(endless(new AtomicLong()))) {
            Connection connection = DriverManager.getConnection(node.url());
            connection.setAutoCommit(false);
            ResultSet rows = connection.createStatement().executeQuery("SELECT scripted");
            connection.close();
            assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void endlessRowsOfAWriteAreNotBuffered() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.type() == Asked.QUERY, endless(new AtomicLong()));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("INSERT INTO t VALUES (1) RETURNING a"))
                    .hasFieldOrPropertyWithValue("SQLState", "53000");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
            assertThat(node.count(Asked.QUERY, "")).isOne();
            works(connection);
        }
    }

    private static void works(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isFalse();
        }
    }
}
