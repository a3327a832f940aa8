package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.MisbehavingNode;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node that answers everything well but for one request, in every way of {@link MisbehavingNode}: the error says what became of the
 * data, what may have been executed is not sent again, and the connection goes on or is closed as documented. A wait without
 * an end would run into the class's limit.
 */
@ExtendWith({LeakRecorder.class, Footprint.class})
@Timeout(60)
class MisbehavingNodeTest {
    /** At the same time, since they wait more than they work; each has a node of its own. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource
    @Retention(RetentionPolicy.RUNTIME)
    private @interface AgainstEach {}

    @AgainstEach
    void aReadIsLost(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(hostile.script());
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement()) {
            expectRead(failure(() -> statement.executeQuery("SELECT scripted")), hostile);
            assertThat(node.count(Asked.QUERY_SQL, "scripted")).isEqualTo(sendings(hostile));
            works(connection);
        }
    }

    @AgainstEach
    void aPreparedReadIsLost(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.type() == Asked.QUERY, hostile.script());
                Connection connection = connect(node, hostile, "prepareThreshold=1");
                PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
            statement.setInt(1, 1);
            expectRead(failure(statement::executeQuery), hostile);
            assertThat(node.count(Asked.QUERY, "")).isEqualTo(sendings(hostile));
            works(connection);
        }
    }

    @AgainstEach
    void aWriteIsInDoubtAndNotSentAgain(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(hostile.script());
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement()) {
            expectDoubt(failure(() -> statement.executeUpdate("DELETE FROM scripted")), connection);
            assertThat(node.count(Asked.EXEC_SQL, "DELETE FROM scripted")).isOne();
        }
    }

    @AgainstEach
    void aPreparedWriteIsInDoubtAndNotSentAgain(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.type() == Asked.EXEC, hostile.script());
                Connection connection = connect(node, hostile);
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            statement.setInt(1, 1);
            expectDoubt(failure(statement::executeUpdate), connection);
            assertThat(node.count(Asked.EXEC, "")).isOne();
        }
    }

    @AgainstEach
    void aWriteThatCouldNotBePreparedDidNotHappen(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(hostile.script());
                Connection connection = connect(node, hostile, "failoverTimeout=5000");
                PreparedStatement statement = connection.prepareStatement("INSERT INTO scripted VALUES (?)")) {
            statement.setInt(1, 1);
            expectGivenUp(failure(statement::executeUpdate), hostile);
            assertThat(node.count(Asked.EXEC, "")).isZero();
            works(connection);
        }
    }

    @AgainstEach
    void aStatementOfATransactionRollsItBack(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(hostile.script());
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : new String[] {"SELECT scripted", "DELETE FROM scripted"}) {
                statement.executeUpdate("INSERT INTO t VALUES (1)");
                expectRolledBack(failure(() -> statement.execute(sql)), hostile);
                assertThat(failure(() -> statement.executeUpdate("INSERT INTO t VALUES (2)")))
                        .isInstanceOf(SQLTransactionRollbackException.class)
                        .hasMessageContaining("rollback()");
                connection.rollback();
            }
            assertThat(node.count(Asked.QUERY_SQL, "scripted")).isOne();
            assertThat(node.count(Asked.EXEC_SQL, "scripted")).isOne();
            assertThat(node.count(Asked.EXEC_SQL, "VALUES (2)")).isZero();
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
            works(connection);
            connection.commit();
        }
    }

    @AgainstEach
    void aCommitIsInDoubtAndRollbackFailsToo(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.sql().equals("COMMIT"), hostile.script());
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            expectDoubt(failure(connection::commit), connection);
            assertThat(failure(connection::rollback)).hasFieldOrPropertyWithValue("SQLState", "08003");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isOne();
            assertThat(node.count(Asked.EXEC_SQL, "INSERT")).isOne();
        }
    }

    @AgainstEach
    void aRollbackWithoutAnAnswerIsARollback(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.sql().equals("ROLLBACK"), hostile.script());
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            connection.rollback();
            works(connection);
            assertThat(node.count(Asked.EXEC_SQL, "ROLLBACK")).isOne();
        }
    }

    @AgainstEach
    void aTransactionThatCouldNotBeginDidNothing(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.sql().startsWith("BEGIN"), hostile.script());
                Connection connection = connect(node, hostile, "failoverTimeout=5000");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            expectGivenUp(failure(() -> statement.executeUpdate("INSERT INTO t VALUES (1)")), hostile);
            assertThat(node.count(Asked.EXEC_SQL, "INSERT")).isZero();
            connection.rollback();
            connection.setAutoCommit(true);
            works(connection);
        }
    }

    @AgainstEach
    void rowsThatFollowAreLost(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> {
                    with.send(ScriptedPeer.integers(true, 1));
                    hostile.script().talk(with);
                });
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isOne();
                expectRead(failure(rows::next), hostile);
                expectRead(failure(rows::next), hostile);
            }
            assertThat(node.count(Asked.QUERY_SQL, "scripted")).isOne();
            works(connection);

            connection.setNetworkTimeout(Runnable::run, 1000);
            connection.setAutoCommit(false);
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThat(rows.next()).isTrue();
                expectRolledBack(failure(rows::next), hostile);
            }
            connection.rollback();
            works(connection);
        }
    }

    /** A failure in rows that are not read is not reported. */
    @AgainstEach
    void rowsThatFollowAndAreNotReadDoNotMatter(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> {
                    with.send(ScriptedPeer.integers(true, 1));
                    hostile.script().talk(with);
                });
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThat(rows.next()).isTrue();
            }
            works(connection);
        }
    }

    @AgainstEach
    void rowsThatFollowAreLostForTheirReaderAlone(MisbehavingNode hostile) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> {
                    with.send(ScriptedPeer.integers(true, 1));
                    hostile.script().talk(with);
                });
                Connection connection = connect(node, hostile);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT scripted")) {
            works(connection);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isOne();
            expectRead(failure(rows::next), hostile);
        }
    }

    @AgainstEach
    void aConnectionIsNotMade(MisbehavingNode hostile) throws Exception {
        for (int request : new int[] {Asked.LEADER, Asked.OPEN, Asked.QUERY_SQL}) {
            try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.type() == request, hostile.script())) {
                assertThat(failure(() -> connect(node, hostile, "loginTimeout=120")))
                        .isInstanceOf(SQLTransientConnectionException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "08001")
                        .hasMessageContaining(node.address());
                // Two for each attempt, and a pause of 25 ms at least between two attempts.
                assertThat(node.connections()).isLessThanOrEqualTo(2 * (120 / 25 + 2));
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(names = {"CLOSES", "IS_SILENT", "DRIPS", "SENDS_ANOTHER_TYPE"})
    void aConnectionIsNotValid(MisbehavingNode hostile) throws Exception {
        AtomicBoolean turned = new AtomicBoolean();
        try (ScriptedPeer node =
                        ScriptedPeer.node(asked -> asked.type() == Asked.LEADER && turned.get(), hostile.script());
                Connection connection = connect(node, hostile)) {
            turned.set(true);
            assertThat(connection.isValid(1)).isFalse();
            turned.set(false);
            connection.setNetworkTimeout(Runnable::run, 20_000);
            assertThat(connection.isValid(20)).isTrue();
            works(connection);
        }
    }

    /** Patient, but with a node that is silent, so that a busy machine is not taken for a hostile node. */
    private static Connection connect(ScriptedPeer node, MisbehavingNode hostile, String... properties)
            throws SQLException {
        String patience = hostile.kind() == MisbehavingNode.Kind.SILENT ? "socketTimeout=1000" : "socketTimeout=20000";
        return DriverManager.getConnection(node.url(patience) + "&" + String.join("&", properties));
    }

    private static Throwable failure(ThrowingCallable call) {
        return catchThrowable(call);
    }

    /** What was lost is sent once more, since a leader may just have gone; what is not the protocol is not. */
    private static int sendings(MisbehavingNode hostile) {
        return hostile.kind() == MisbehavingNode.Kind.VIOLATION ? 1 : 2;
    }

    private static void expectRead(Throwable e, MisbehavingNode hostile) {
        if (hostile.kind() == MisbehavingNode.Kind.VIOLATION) {
            expectViolation(e);
        } else {
            assertThat(e)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08006");
        }
    }

    /** What cannot have happened is tried until the time is over: then the last node was lost, or none was found. */
    private static void expectGivenUp(Throwable e, MisbehavingNode hostile) {
        if (hostile.kind() == MisbehavingNode.Kind.VIOLATION) {
            expectViolation(e);
        } else {
            assertThat(e)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .extracting("SQLState")
                    .isIn("08006", "08001");
        }
    }

    private static void expectRolledBack(Throwable e, MisbehavingNode hostile) {
        if (hostile.kind() == MisbehavingNode.Kind.VIOLATION) {
            expectViolation(e);
            assertThat(e).hasMessageContaining("rolled back");
        } else {
            assertThat(e)
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
        }
    }

    private static void expectViolation(Throwable e) {
        assertThat(e)
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasFieldOrPropertyWithValue("SQLState", "08P01")
                .hasMessageContaining("sent ");
    }

    private static void expectDoubt(Throwable e, Connection connection) throws SQLException {
        assertThat(e)
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasFieldOrPropertyWithValue("SQLState", "08007");
        assertThat(connection.isClosed()).isTrue();
        assertThat(failure(connection::createStatement)).hasFieldOrPropertyWithValue("SQLState", "08003");
    }

    /** The next statement reaches the node, on a new socket if need be. */
    private static void works(Connection connection) throws SQLException {
        assertThat(connection.isClosed()).isFalse();
        connection.setNetworkTimeout(Runnable::run, 20_000);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isFalse();
        }
    }
}
