package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.PooledConnection;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@link DqliteConnection#setNextBusyTimeout}. The node answers "busy" to as many writes as a test says. A timeout of 0 gives up at the first of
 * these answers, a long one waits until the write succeeds.
 */
@Timeout(60)
class NextBusyTimeoutTest {
    private static final String WRITE = "DELETE FROM t";
    private static final int LONG = 30_000;

    private final AtomicInteger busyAnswers = new AtomicInteger();
    private ScriptedPeer node;

    @BeforeEach
    void start() {
        node = ScriptedPeer.node(NextBusyTimeoutTest::takesTheLock, with -> {
            if (busyAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                with.send(ScriptedPeer.failure(5, "database is locked"));
            } else {
                with.answer();
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private static boolean takesTheLock(Asked asked) {
        return asked.sql().startsWith("BEGIN IMMEDIATE") || asked.sql().equals(WRITE);
    }

    private long attempts() {
        return node.asked().stream().filter(NextBusyTimeoutTest::takesTheLock).count();
    }

    private DqliteConnection connect(int busyTimeout) throws SQLException {
        return DriverManager.getConnection(node.url("busyTimeout=" + busyTimeout))
                .unwrap(DqliteConnection.class);
    }

    private static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(WRITE);
        }
    }

    private static void assertThatItGivesUp(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(SQLTransientException.class)
                .hasFieldOrPropertyWithValue("SQLState", DqliteConstants.SQLSTATE_BUSY);
    }

    @Test
    void zeroDoesNotWait() throws SQLException {
        try (DqliteConnection connection = connect(LONG)) {
            connection.setNextBusyTimeout(0);
            busyAnswers.set(1);
            assertThatThrownBy(() -> write(connection))
                    .isInstanceOf(SQLTransientException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "55P03")
                    .hasFieldOrPropertyWithValue("errorCode", 5)
                    .hasMessageContaining("within busyTimeout, 0 ms");
            assertThat(attempts()).isOne();
        }
    }

    @Test
    void aLongerTimeoutThanTheOptionWaits() throws SQLException {
        try (DqliteConnection connection = connect(0)) {
            connection.setNextBusyTimeout(LONG);
            busyAnswers.set(3);
            write(connection);
            assertThat(attempts()).isEqualTo(4);
        }
    }

    @Test
    void theOptionCountsAgainAfterAStatementThatFailed() throws SQLException {
        try (DqliteConnection connection = connect(LONG)) {
            connection.setNextBusyTimeout(0);
            busyAnswers.set(3);
            assertThatItGivesUp(() -> write(connection));
            write(connection);
            assertThat(attempts()).isEqualTo(4);
        }
    }

    @Test
    void theOptionCountsAgainAfterAStatementThatSucceeded() throws SQLException {
        try (DqliteConnection connection = connect(0)) {
            connection.setNextBusyTimeout(LONG);
            write(connection);
            busyAnswers.set(1);
            assertThatItGivesUp(() -> write(connection));
        }
    }

    @Test
    void aReadIsAStatementToo() throws SQLException {
        try (DqliteConnection connection = connect(0);
                Statement statement = connection.createStatement()) {
            connection.setNextBusyTimeout(LONG);
            statement.executeQuery("SELECT 1").close();
            busyAnswers.set(1);
            assertThatItGivesUp(() -> write(connection));
        }
    }

    @Test
    void theFirstStatementOfATransactionWaitsInItsBegin() throws SQLException {
        try (DqliteConnection connection = connect(0)) {
            connection.setAutoCommit(false);
            connection.setNextBusyTimeout(LONG);
            busyAnswers.set(3);
            write(connection);
            connection.rollback();
            assertThat(node.asked().stream().filter(asked -> asked.sql().startsWith("BEGIN")))
                    .hasSize(4);
        }
    }

    @Test
    void theLastValueCounts() throws SQLException {
        try (DqliteConnection connection = connect(LONG)) {
            connection.setNextBusyTimeout(LONG);
            connection.setNextBusyTimeout(0);
            busyAnswers.set(1);
            assertThatItGivesUp(() -> write(connection));
        }
    }

    @Test
    void theNextUserOfAPooledConnectionHasTheOption() throws SQLException {
        DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
        source.setUrl(node.url("busyTimeout=0"));
        PooledConnection pooled = source.getPooledConnection();
        try {
            try (Connection first = pooled.getConnection()) {
                first.unwrap(DqliteConnection.class).setNextBusyTimeout(LONG);
            }
            busyAnswers.set(1);
            try (Connection second = pooled.getConnection()) {
                assertThatItGivesUp(() -> write(second));
            }
        } finally {
            pooled.close();
        }
    }

    @Test
    void aNegativeTimeoutIsAnErrorAndChangesNothing() throws SQLException {
        try (DqliteConnection connection = connect(LONG)) {
            connection.setNextBusyTimeout(0);
            assertThatThrownBy(() -> connection.setNextBusyTimeout(-1))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "HY000");
            busyAnswers.set(1);
            assertThatItGivesUp(() -> write(connection));
        }
    }

    @Test
    void aClosedConnectionIsAnError() throws SQLException {
        DqliteConnection connection = connect(LONG);
        connection.close();
        assertThatThrownBy(() -> connection.setNextBusyTimeout(0))
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "08003");
    }
}
