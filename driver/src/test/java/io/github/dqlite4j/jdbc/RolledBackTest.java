package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link DqliteConstants#isRolledBack}, with errors of the driver and with chains of causes and next exceptions. */
@Timeout(60)
class RolledBackTest {
    private static final Script NOT_LEADER = with -> with.send(ScriptedPeer.failure(10250, "not leader"));

    private static SQLException error(String state) {
        return new SQLException("m", state);
    }

    private static SQLException chain(SQLException first, SQLException... next) {
        for (SQLException each : next) {
            first.setNextException(each);
        }
        return first;
    }

    private interface Call {
        void run(Connection connection, Statement statement) throws SQLException;
    }

    /** What a call in a transaction throws when the script answers the requests with the word {@code scripted}. */
    private static SQLException thrown(Script script, Call call) throws Exception {
        return thrown(ScriptedPeer.node(script), call);
    }

    private static SQLException thrown(ScriptedPeer peer, Call call) throws Exception {
        try (ScriptedPeer node = peer;
                Connection connection = DriverManager.getConnection(node.url("failoverTimeout=0"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            return catchThrowableOfType(SQLException.class, () -> call.run(connection, statement));
        }
    }

    @Test
    void aTransactionThatALeaderChangeEnded() throws Exception {
        SQLException error = thrown(NOT_LEADER, (connection, statement) -> {
            statement.executeUpdate("DELETE FROM t");
            statement.executeUpdate("DELETE FROM scripted");
        });
        assertThat(error.getSQLState()).isEqualTo("40001");
        assertThat(DqliteConstants.isRolledBack(error)).isTrue();
        assertThat(DqliteConstants.isRolledBack(new IllegalStateException(error)))
                .isTrue();
    }

    @Test
    void aBatchInATransactionThatALeaderChangeEnded() throws Exception {
        SQLException error = thrown(NOT_LEADER, (connection, statement) -> {
            statement.addBatch("DELETE FROM t");
            statement.addBatch("DELETE FROM scripted");
            statement.executeBatch();
        });
        assertThat((Throwable) error).isInstanceOf(BatchUpdateException.class);
        assertThat(DqliteConstants.isRolledBack(error)).isTrue();
    }

    @Test
    void aCommitWithoutAnAnswer() throws Exception {
        ScriptedPeer peer = ScriptedPeer.node(asked -> asked.sql().equals("COMMIT"), ScriptedPeer.Conversation::close);
        SQLException error = thrown(peer, (connection, statement) -> {
            statement.executeUpdate("DELETE FROM t");
            connection.commit();
        });
        assertThat(error.getSQLState()).isEqualTo("08007");
        assertThat(DqliteConstants.isRolledBack(error)).isFalse();
    }

    @Test
    void anErrorThatLeavesTheTransactionOpen() throws Exception {
        SQLException error = thrown(
                with -> with.send(ScriptedPeer.failure(1555, "UNIQUE constraint failed: t.a")),
                (connection, statement) -> statement.executeUpdate("DELETE FROM scripted"));
        assertThat(error.getSQLState()).startsWith("23");
        assertThat(DqliteConstants.isRolledBack(error)).isFalse();
    }

    @Test
    void anErrorOfOtherCode() {
        assertThat(DqliteConstants.isRolledBack(new IllegalStateException("40001")))
                .isFalse();
        assertThat(DqliteConstants.isRolledBack(new SQLException("no SQLSTATE")))
                .isFalse();
    }

    @Test
    void theStateOfANextExceptionCounts() {
        assertThat(DqliteConstants.isRolledBack(chain(error("HY000"), error("23505"), error("40001"))))
                .isTrue();
        assertThat(DqliteConstants.isRolledBack(new RuntimeException(chain(error("HY000"), error("40001")))))
                .isTrue();
    }

    @Test
    void aLostConnectionAnywhereMeansThatTheOutcomeMayBeUnknown() {
        assertThat(DqliteConstants.isRolledBack(chain(error("40001"), error("08007"))))
                .isFalse();
        assertThat(DqliteConstants.isRolledBack(chain(error("08006"), error("40001"))))
                .isFalse();
        SQLException caused = error("40001");
        caused.initCause(error("08007"));
        assertThat(DqliteConstants.isRolledBack(caused)).isFalse();
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        assertThat(DqliteConstants.isRolledBack(first)).isFalse();
    }
}
