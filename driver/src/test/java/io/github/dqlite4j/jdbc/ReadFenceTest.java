package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import io.github.dqlite4j.peer.WireBytes;
import io.github.dqlite4j.sql.schema.OutcomeTables;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes before reads with {@code readConsistency=linearizable}, on a node that answers as a test says. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class ReadFenceTest {
    private static final String READ = "SELECT 7";
    private static final String WRITE = "DELETE FROM t";
    private static final String FENCE =
            "INSERT INTO main.dqlite4j_outcome(id,n,at) VALUES(-1,0,0) ON CONFLICT(id) DO UPDATE SET n=n+1";

    private final Queue<Script> fences = new ConcurrentLinkedQueue<>();
    /** What CREATE TABLE is answered before the table is there; without any, the table is there at first. */
    private final Queue<Script> creations = new ConcurrentLinkedQueue<>();

    private final ScriptedPeer node = ScriptedPeer.node(asked -> asked.sql().contains(OutcomeTables.MARKS), with -> {
        Script script = with.last().sql().equals(FENCE) ? fences.poll() : null;
        if (script != null) {
            script.talk(with);
        } else if (with.last().sql().equals(OutcomeTables.CREATE_MARKS) && !creations.isEmpty()) {
            creations.remove().talk(with);
        } else if (with.last().sql().contains("sqlite_schema") && !creations.isEmpty()) {
            with.answer();
        } else if (with.last().sql().contains("sqlite_schema")) {
            with.send(new WireBytes()
                    .int64(2)
                    .text("a")
                    .text("b")
                    .int64(0x33)
                    .text(OutcomeTables.MARKS)
                    .text(OutcomeTables.CREATE_MARKS)
                    .int64(0x33)
                    .text(OutcomeTables.NONE)
                    .text(OutcomeTables.CREATE_NONE)
                    .int64(-1)
                    .message(7, 0));
        } else if (with.last().sql().startsWith("SELECT n,")) {
            with.send(new WireBytes()
                    .int64(2)
                    .text("a")
                    .text("b")
                    .int64(0x11)
                    .int64(4711)
                    .int64(0)
                    .int64(-1)
                    .message(7, 0));
        } else {
            with.answer();
        }
    });

    private Connection connect(String... properties) throws SQLException {
        Connection connection =
                DriverManager.getConnection(node.url("readConsistency=linearizable", String.join("&", properties)));
        execute(connection, READ);
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

    /** The fences and statements after those of {@link #connect}. */
    private List<String> executed() {
        List<String> all = node.asked().stream()
                .map(Asked::sql)
                .filter(sql -> sql.equals(FENCE)
                        || sql.equals(READ)
                        || sql.startsWith(WRITE)
                        || sql.startsWith("BEGIN")
                        || sql.equals("COMMIT"))
                .toList();
        return all.subList(2, all.size());
    }

    @Test
    void aReadComesAfterAFence() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, READ);
            execute(connection, READ);
        }
        assertThat(executed()).containsExactly(FENCE, READ, FENCE, READ);
    }

    @Test
    void aWriteNeedsNone() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement delete = connection.prepareStatement(WRITE + " WHERE x = ?")) {
            execute(connection, WRITE);
            for (int i = 0; i < 2; i++) {
                delete.setInt(1, i);
                delete.addBatch();
            }
            delete.executeBatch();
        }
        assertThat(executed()).doesNotContain(FENCE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTransactionThatBeginsWithAReadHasOne(boolean readOnly) throws SQLException {
        try (Connection connection = connect()) {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            execute(connection, READ);
            execute(connection, READ);
            connection.commit();
        }
        // The COMMIT of a transaction that only read is not waited for.
        assertThat(executed()).startsWith(FENCE, readOnly ? "BEGIN" : "BEGIN IMMEDIATE", READ, READ);
    }

    @Test
    void aTransactionThatBeginsWithAWriteNeedsNone() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            execute(connection, WRITE);
            execute(connection, READ);
            connection.commit();
        }
        assertThat(executed()).containsExactly("BEGIN IMMEDIATE", WRITE, READ, "COMMIT");
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 10250, 10506})
    void aFenceThatFailsIsRepeated(long code) throws SQLException {
        try (Connection connection = connect()) {
            fences.add(with -> with.send(ScriptedPeer.failure(code, "not leader")));
            execute(connection, READ);
        }
        assertThat(executed()).containsExactly(FENCE, FENCE, READ);
    }

    @Test
    void aFenceWithoutAnAnswerIsRepeated() throws SQLException {
        try (Connection connection = connect()) {
            fences.add(with -> with.close());
            execute(connection, READ);
        }
        assertThat(executed()).containsExactly(FENCE, FENCE, READ);
    }

    @Test
    void aTableThatAnotherClientMakesAtTheSameTimeIsUsed() throws SQLException {
        creations.add(with -> with.send(ScriptedPeer.failure(1, "table dqlite4j_outcome already exists")));
        try (Connection connection = connect()) {
            execute(connection, READ);
        }
        assertThat(node.count(Asked.EXEC_SQL, OutcomeTables.CREATE_MARKS)).isEqualTo(1);
        assertThat(executed()).containsExactly(FENCE, READ);
    }

    @Test
    void isOffByDefault() throws SQLException {
        try (Connection connection = DriverManager.getConnection(node.url())) {
            execute(connection, READ);
        }
        assertThat(node.count(Asked.EXEC_SQL, FENCE)).isZero();
    }
}
