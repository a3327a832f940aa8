package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that accepts connections and does not answer, as behind a cut cable: only the tested limit can end the wait. */
class SilentNodeIT {
    /** Far longer than the limits that are tried, far shorter than all others. */
    private static final long PATIENCE_SECONDS = 60;

    private static final String ENDLESS =
            "?socketTimeout=3600000&connectTimeout=3600000&loginTimeout=3600000&queryTimeout=3600000"
                    + "&failoverTimeout=3600000";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;

    @BeforeEach
    void silence() throws Exception {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("silent") + ENDLESS);
        assertThat(connection.isValid(5)).isTrue();
        CLUSTER.nodes().get(0).pause();
    }

    @AfterEach
    void speak() throws Exception {
        CLUSTER.nodes().get(0).resume();
        connection.close();
    }

    private static <T> T inTime(Callable<T> call) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(call.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private int one() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return Table.read(statement.executeQuery("SELECT 1")).size();
        }
    }

    @Test
    void isValidEndsInTheSecondsItIsGiven() throws Exception {
        assertThat(inTime(() -> connection.isValid(1))).isFalse();
        assertThat(connection.isClosed()).isFalse();
        CLUSTER.nodes().get(0).resume();
        assertThat(connection.isValid(10)).as("the node speaks again").isTrue();
        assertThat(one()).isOne();
    }

    @Test
    void theNetworkTimeoutEndsAStatement() throws Exception {
        CLUSTER.nodes().get(0).resume();
        try (Connection limited = DriverManager.getConnection(CLUSTER.jdbcUrl("silent")
                        + ENDLESS.replace("failoverTimeout=3600000", "failoverTimeout=1000"));
                Statement statement = limited.createStatement()) {
            limited.setNetworkTimeout(Runnable::run, 1000);
            assertThat(limited.getNetworkTimeout()).isEqualTo(1000);
            CLUSTER.nodes().get(0).pause();
            assertThatThrownBy(() -> inTime(() -> statement.executeQuery("SELECT 1")))
                    .cause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
        }
    }

    @Test
    void theQueryTimeoutEndsAStatement() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> inTime(() -> statement.executeQuery("SELECT 1")))
                    .cause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
    }

    @Test
    void theLoginTimeoutEndsTheSearchForALeader() {
        assertThatThrownBy(() -> inTime(() -> DriverManager.getConnection(
                        CLUSTER.jdbcUrl("silent") + ENDLESS.replace("loginTimeout=3600000", "loginTimeout=1000"))))
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    }

    @Test
    void abortEndsTheCallOfAnotherThread() throws Exception {
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<SQLException> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            waiting.complete(Thread.currentThread());
            try {
                one();
            } catch (SQLException e) {
                failure.complete(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (thread.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        inTime(() -> {
            connection.abort(Runnable::run);
            return null;
        });
        assertThat(connection.isClosed()).isTrue();
        assertThat(failure.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getSQLState())
                .startsWith("08");
        inTime(() -> {
            connection.close();
            return null;
        });
    }

    @Test
    void closeDoesNotWait() throws Exception {
        inTime(() -> {
            connection.close();
            return null;
        });
        assertThat(connection.isClosed()).isTrue();
    }
}
