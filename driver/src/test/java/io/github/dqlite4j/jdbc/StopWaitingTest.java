package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wait of the driver ends when another thread cancels or closes. The timeouts are longer than a call's outcome is waited for. */
@ExtendWith(LeakRecorder.class)
@Timeout(120)
class StopWaitingTest {
    private static final String WRITE = "DELETE FROM scripted";
    private static final String READ = "SELECT scripted";
    private static final byte[] BUSY = ScriptedPeer.failure(5, "database is locked");
    private static final byte[] NOT_LEADER = ScriptedPeer.failure(10250, "not leader");

    private final Map<String, byte[]> refused = new ConcurrentHashMap<>();
    private volatile String unanswered = "none";
    private volatile int silent = -1;
    private ScriptedPeer node;
    private Connection connection;
    private Statement statement;
    private Connection holder;

    /** How many requests of each type had come when both were connected. */
    private final Map<Integer, Long> before = new ConcurrentHashMap<>();

    @BeforeEach
    void connect() throws SQLException {
        node = ScriptedPeer.start(with -> {
            with.version();
            for (; ; ) {
                Asked asked = with.read();
                byte[] refusal = refused.get(asked.sql());
                if (asked.type() == silent || asked.sql().equals(unanswered)) {
                    with.silence();
                } else if (refusal != null) {
                    with.send(refusal);
                } else {
                    with.answer();
                }
            }
        });
        connection = DriverManager.getConnection(url());
        statement = connection.createStatement();
        holder = DriverManager.getConnection(url());
        node.asked().forEach(asked -> before.merge(asked.type(), 1L, Long::sum));
    }

    @AfterEach
    void close() throws SQLException, IOException {
        connection.close();
        holder.close();
        node.close();
    }

    private String url() {
        return node.url(
                "busyTimeout=90000",
                "failoverTimeout=90000",
                "connectTimeout=90000",
                "loginTimeout=90000",
                "socketTimeout=90000",
                "queryTimeout=90000");
    }

    private void holdTurn() throws SQLException {
        holder.setAutoCommit(false);
        try (Statement first = holder.createStatement()) {
            first.executeUpdate("DELETE FROM t");
        }
    }

    /** Waits until so many such requests have come, not counting those of before. */
    private void awaitMore(int type, String word, int more) {
        long until = more + (word.isEmpty() ? before.getOrDefault(type, 0L) : 0);
        while (node.count(type, word) < until) {
            Thread.onSpinWait();
        }
    }

    /** What a write waits for. */
    enum Wait {
        /** The turn, which another connection of this JVM has. */
        TURN(true, false) {
            @Override
            void begin(StopWaitingTest test) throws SQLException {
                test.holdTurn();
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                running.awaitWaiting();
            }
        },
        /** The same for a BEGIN. */
        TURN_OF_TRANSACTION(false, false) {
            @Override
            void begin(StopWaitingTest test) throws SQLException {
                test.holdTurn();
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                running.awaitWaiting();
            }
        },
        /** The lock, which another client has. */
        LOCK(true, true) {
            @Override
            void begin(StopWaitingTest test) {
                test.refused.put(WRITE, BUSY);
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                test.awaitMore(Asked.EXEC_SQL, WRITE, 2);
            }
        },
        /** The same for a BEGIN. */
        LOCK_OF_TRANSACTION(false, true) {
            @Override
            void begin(StopWaitingTest test) {
                test.refused.put("BEGIN IMMEDIATE", BUSY);
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                test.awaitMore(Asked.EXEC_SQL, "BEGIN", 2);
            }
        },
        /** The same inside a transaction. */
        LOCK_IN_TRANSACTION(false, true) {
            @Override
            void begin(StopWaitingTest test) {
                test.refused.put(WRITE, BUSY);
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                test.awaitMore(Asked.EXEC_SQL, WRITE, 2);
            }
        },
        /** An election. */
        ELECTION(true, false) {
            @Override
            void begin(StopWaitingTest test) {
                test.refused.put(WRITE, NOT_LEADER);
                test.node.names("");
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                test.awaitMore(Asked.LEADER, "", 2);
            }
        },
        /** The answer of a node that is asked who leads. */
        LEADER(true, false) {
            @Override
            void begin(StopWaitingTest test) {
                test.refused.put(WRITE, NOT_LEADER);
                test.silent = Asked.LEADER;
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                test.awaitMore(Asked.LEADER, "", 1);
            }
        },
        /** The answer of a new leader that is asked to open the database. */
        OPEN(true, false) {
            @Override
            void begin(StopWaitingTest test) {
                test.refused.put(WRITE, NOT_LEADER);
                test.silent = Asked.OPEN;
            }

            @Override
            void await(StopWaitingTest test, Running running) {
                test.awaitMore(Asked.OPEN, "", 1);
            }
        };

        private final boolean autoCommit;
        private final boolean sends;

        Wait(boolean autoCommit, boolean sends) {
            this.autoCommit = autoCommit;
            this.sends = sends;
        }

        abstract void begin(StopWaitingTest test) throws SQLException;

        abstract void await(StopWaitingTest test, Running running);
    }

    /** What another thread does meanwhile. */
    enum Ending {
        CANCEL("57014") {
            @Override
            void run(Connection connection, Statement statement) throws SQLException {
                statement.cancel();
            }
        },
        CLOSE_STATEMENT("57014") {
            @Override
            void run(Connection connection, Statement statement) throws SQLException {
                statement.close();
            }
        },
        CLOSE_CONNECTION("08003") {
            @Override
            void run(Connection connection, Statement statement) throws SQLException {
                connection.close();
            }
        },
        ABORT("08003") {
            @Override
            void run(Connection connection, Statement statement) throws SQLException {
                connection.abort(Runnable::run);
            }
        };

        private final String state;

        Ending(String state) {
            this.state = state;
        }

        abstract void run(Connection connection, Statement statement) throws SQLException;

        private boolean leavesConnection() {
            return this == CANCEL || this == CLOSE_STATEMENT;
        }
    }

    private static Stream<Arguments> waits() {
        return Arrays.stream(Wait.values())
                .flatMap(wait -> Arrays.stream(Ending.values()).map(ending -> Arguments.of(wait, ending)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("waits")
    void waitEndsAtOnce(Wait wait, Ending ending) throws Exception {
        connection.setAutoCommit(wait.autoCommit);
        wait.begin(this);
        Running running = new Running(() -> statement.executeUpdate(WRITE));
        wait.await(this, running);
        assertThat(new Running(() -> ending.run(connection, statement)).outcome())
                .isNull();
        Throwable thrown = running.outcome();
        assertThat(thrown).isInstanceOf(SQLException.class);
        if (wait.sends && wasCutOff((SQLException) thrown, ending)) {
            return;
        }
        assertThat(thrown).hasFieldOrPropertyWithValue("SQLState", ending.state);
        assertThat(connection.isClosed()).isEqualTo(!ending.leavesConnection());

        refused.clear();
        silent = -1;
        node.names(null);
        if (!holder.getAutoCommit()) {
            holder.commit();
        }
        long sent = node.count(Asked.EXEC_SQL, WRITE);
        if (ending.leavesConnection()) {
            try (Statement next = connection.createStatement()) {
                next.executeUpdate("DELETE FROM other");
                next.executeUpdate("DELETE FROM other");
            }
            if (!wait.autoCommit) {
                connection.commit();
            }
            assertThat(connection.isValid(20)).isTrue();
        }
        try (Connection fresh = DriverManager.getConnection(url());
                Statement next = fresh.createStatement()) {
            next.executeUpdate("DELETE FROM last");
        }
        assertThat(node.count(Asked.EXEC_SQL, WRITE)).isEqualTo(sent);
    }

    /** What waits for the lock is sent again and again. It may be on its way when it is ended, and is cut off then. */
    private static boolean wasCutOff(SQLException thrown, Ending ending) {
        return (ending == Ending.CANCEL || ending == Ending.ABORT)
                && (thrown.getSQLState().equals("08007") || thrown.getMessage().contains("rolled back"));
    }

    /** A transaction goes on after a statement in it was ended while it waited: nothing was sent that had to be cut off. */
    @Test
    void transactionSurvivesTheEndOfAWaitingStatement() throws Exception {
        connection.setAutoCommit(false);
        statement.executeUpdate("DELETE FROM first");
        refused.put(WRITE, BUSY);
        Running running = new Running(() -> statement.executeUpdate(WRITE));
        awaitMore(Asked.EXEC_SQL, WRITE, 2);
        statement.close();
        assertThat(running.outcome()).hasFieldOrPropertyWithValue("SQLState", "57014");
        connection.commit();
        assertThat(node.count(Asked.EXEC_SQL, "BEGIN")).isOne();
        assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isOne();
        assertThat(node.count(Asked.EXEC_SQL, "ROLLBACK")).isZero();
    }

    /** A COMMIT that was refused, and not yet sent again, is known not to have happened. */
    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"CLOSE_CONNECTION", "ABORT"})
    void waitingCommitEndsAtOnce(Ending ending) throws Exception {
        connection.setAutoCommit(false);
        statement.executeUpdate(WRITE);
        refused.put("COMMIT", BUSY);
        Running running = new Running(connection::commit);
        awaitMore(Asked.EXEC_SQL, "COMMIT", 2);
        assertThat(new Running(() -> ending.run(connection, statement)).outcome())
                .isNull();
        // A COMMIT that is on its way when the socket is closed is in doubt.
        assertThat(running.outcome())
                .isInstanceOf(SQLException.class)
                .extracting(thrown -> ((SQLException) thrown).getSQLState())
                .isIn(ending == Ending.ABORT ? new String[] {"08003", "08007"} : new String[] {"08003"});
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"CANCEL", "CLOSE_STATEMENT"})
    void waitForAnotherThreadsStatementEndsAtOnce(Ending ending) throws Exception {
        unanswered = READ;
        Statement other = connection.createStatement();
        Running reader = new Running(() -> other.executeQuery(READ));
        awaitSent(READ);
        Running running = new Running(() -> statement.executeUpdate(WRITE));
        running.awaitWaiting();
        Running ends = new Running(() -> ending.run(connection, statement));
        assertThat(running.outcome()).hasFieldOrPropertyWithValue("SQLState", "57014");
        assertThat(node.count(Asked.EXEC_SQL, WRITE)).isZero();
        unanswered = "none";
        other.cancel();
        assertThat(reader.outcome()).hasFieldOrPropertyWithValue("SQLState", "57014");
        assertThat(ends.outcome()).isNull();
    }

    private void awaitSent(String sql) {
        while (node.count(Asked.QUERY_SQL, sql) == 0) {
            Thread.onSpinWait();
        }
    }

    /** A statement that is closed does not cut off what was sent: an auto-commit write would be in doubt. */
    @Test
    void closingAStatementWaitsForTheAnswerToWhatWasSent() throws Exception {
        unanswered = READ;
        Running reader = new Running(() -> statement.executeQuery(READ));
        awaitSent(READ);
        Running closing = new Running(statement::close);
        while (!statement.isClosed()) {
            Thread.onSpinWait();
        }
        assertThat(connection.isClosed()).isFalse();
        connection.abort(Runnable::run);
        assertThat(reader.outcome()).hasFieldOrPropertyWithValue("SQLState", "08003");
        assertThat(closing.outcome()).isNull();
    }

    /** The connection that searches for all others of this JVM stops; the others find the leader. */
    @Test
    void searchOfOthersGoesOnAfterOneIsCancelled() throws Exception {
        refused.put(WRITE, NOT_LEADER);
        refused.put("DELETE FROM other", NOT_LEADER);
        node.names("");
        Running first = new Running(() -> statement.executeUpdate(WRITE));
        awaitMore(Asked.LEADER, "", 1);
        Running second = new Running(() -> {
            try (Statement write = holder.createStatement()) {
                write.executeUpdate("DELETE FROM other");
            }
        });
        while (node.count(Asked.EXEC_SQL, "DELETE FROM other") == 0) {
            Thread.onSpinWait();
        }
        statement.cancel();
        assertThat(first.outcome()).hasFieldOrPropertyWithValue("SQLState", "57014");
        refused.clear();
        node.names(null);
        assertThat(second.outcome()).isNull();
    }

    /** A cancel without anything under way, and one that came too late, are without effect. */
    @Test
    void cancelNeverHitsTheNextStatement() throws Exception {
        int connections = node.connections();
        holdTurn();
        Running running = new Running(() -> statement.executeUpdate(WRITE));
        running.awaitWaiting();
        statement.cancel();
        statement.cancel();
        assertThat(running.outcome()).hasFieldOrPropertyWithValue("SQLState", "57014");
        statement.cancel();
        holder.commit();
        statement.executeUpdate(WRITE);
        assertThat(node.count(Asked.EXEC_SQL, WRITE)).isOne();
        assertThat(node.connections()).isEqualTo(connections);
    }

    /** The handle of a pool is closed while another thread waits in it; the session stays open. */
    @Test
    void closingAHandleEndsItsWaits() throws Exception {
        DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
        source.setUrl(url());
        var pooled = source.getPooledConnection();
        try {
            Connection handle = pooled.getConnection();
            Statement write = handle.createStatement();
            holdTurn();
            Running running = new Running(() -> write.executeUpdate(WRITE));
            running.awaitWaiting();
            assertThat(new Running(handle::close).outcome()).isNull();
            assertThat(running.outcome()).hasFieldOrPropertyWithValue("SQLState", "08003");
            holder.commit();
            try (Statement next = pooled.getConnection().createStatement()) {
                next.executeUpdate("DELETE FROM other");
            }
            assertThat(node.count(Asked.EXEC_SQL, WRITE)).isZero();
        } finally {
            pooled.close();
        }
    }
}
