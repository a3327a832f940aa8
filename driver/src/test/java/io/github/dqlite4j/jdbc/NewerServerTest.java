package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ParallelCalls;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Conversation;
import io.github.dqlite4j.peer.WireBytes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to a server of 1.18.2 or later, whose connection must not be closed amid rows, and to an older one. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class NewerServerTest {
    private static final int MESSAGES = 4000;

    /** How many messages could be sent; fails if the client was gone. */
    private final CompletableFuture<Integer> sent = new CompletableFuture<>();

    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    private ScriptedPeer node(boolean isNew) {
        return ScriptedPeer.node(asked -> asked.sql().contains("scripted") || isNew && isProbe(asked), with -> {
            if (isProbe(with.last())) {
                with.send(ScriptedPeer.failure(1, "nonempty statement tail"));
            } else {
                stream(with);
            }
        });
    }

    private static boolean isProbe(Asked asked) {
        return asked.type() == Asked.QUERY_SQL && asked.sql().equals("SELECT 1; SELECT 2");
    }

    private void stream(Conversation with) throws IOException, InterruptedException {
        try {
            with.send(ScriptedPeer.integers(true, 1));
            mayGoOn.await();
            with.rows(MESSAGES);
            sent.complete(MESSAGES);
        } catch (IOException e) {
            sent.completeExceptionally(e);
            throw e;
        }
    }

    @Test
    void aClosedResultIsReadToItsEndBesideTheConnection() throws Exception {
        try (ScriptedPeer node = node(true);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT scripted");
            assertThat(rows.next()).isTrue();
            int connections = node.connections();
            rows.close();
            assertThat(statement.executeUpdate("INSERT INTO t VALUES (1)")).isZero();
            assertThat(node.connections()).isEqualTo(connections + 1);
            mayGoOn.countDown();
            assertThat(sent.get()).isEqualTo(MESSAGES);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resultOfAClosedConnectionIsReadToItsEnd(boolean abort) throws Exception {
        try (ScriptedPeer node = node(true)) {
            Connection connection = DriverManager.getConnection(node.url());
            try (Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                ResultSet rows = statement.executeQuery("SELECT scripted");
                assertThat(rows.next()).isTrue();
                if (abort) {
                    connection.abort(Runnable::run);
                } else {
                    connection.close();
                }
            }
            mayGoOn.countDown();
            assertThat(sent.get()).isEqualTo(MESSAGES);
        }
    }

    @Test
    void cancelledResultIsReadToItsEnd() throws Exception {
        try (ScriptedPeer node = node(true);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            ResultSet rows = statement.executeQuery("SELECT scripted");
            Thread reader = Thread.currentThread();
            CompletableFuture<Void> cancelled = CompletableFuture.runAsync(() -> cancel(statement, reader));
            assertThatThrownBy(() -> {
                        while (rows.next()) {}
                    })
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "57014");
            cancelled.get();
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (1)"))
                    .isInstanceOf(SQLTransactionRollbackException.class);
            mayGoOn.countDown();
            assertThat(sent.get()).isEqualTo(MESSAGES);
        }
    }

    /** Cancels what the reader waits for. */
    private static void cancel(Statement statement, Thread reader) {
        try {
            ParallelCalls.awaitRequest(reader);
            statement.cancel();
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void connectionToAnOlderServerIsClosed() throws Exception {
        try (ScriptedPeer node = node(false);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT scripted").close();
            mayGoOn.countDown();
            assertThatThrownBy(sent::get).hasCauseInstanceOf(IOException.class);
            assertThat(statement.executeUpdate("INSERT INTO t VALUES (1)")).isZero();
        }
    }

    /** Also to guard columns of the four special types. */
    @Test
    void triggersAreMadeStatementByStatement() throws Exception {
        byte[] special = new WireBytes()
                .int64(6)
                .text("v")
                .text("place")
                .text("name")
                .text("column")
                .text("type")
                .text("hidden")
                .int64(0x13_3331L)
                .int64(1)
                .text("main")
                .text("t")
                .text("d")
                .text("DATE")
                .int64(0)
                .int64(-1)
                .message(7, 0);
        try (ScriptedPeer node = ScriptedPeer.node(
                        asked -> isProbe(asked) || asked.sql().contains("schema_version"),
                        with -> with.send(
                                isProbe(with.last()) ? ScriptedPeer.failure(1, "nonempty statement tail") : special));
                Connection connection = DriverManager.getConnection(node.url())) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(node.asked())
                    .filteredOn(asked -> asked.type() == Asked.EXEC_SQL)
                    .extracting(Asked::sql)
                    .hasSize(6)
                    .anyMatch(sql -> sql.startsWith("CREATE TRIGGER"))
                    .anyMatch(sql -> sql.startsWith("DROP TRIGGER"))
                    .noneMatch(sql -> sql.startsWith("DROP") && sql.contains("CREATE"));
        }
    }

    @Test
    void whatTheDriverNeedsIsAskedStatementByStatement() throws Exception {
        try (ScriptedPeer node = node(true);
                Connection connection = DriverManager.getConnection(node.url())) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(node.asked())
                    .filteredOn(asked -> asked.type() == Asked.EXEC_SQL)
                    .extracting(Asked::sql)
                    .containsExactly("PRAGMA temp_store=2", "PRAGMA cache_spill=0");
        }
    }
}
