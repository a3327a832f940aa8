package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits for the write lock of a real node: they end when they are cancelled, and when the connection that has the lock is forgotten. */
@Timeout(120)
class StopWaitingIT {
    private static DqliteCluster cluster;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("waits"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (x)");
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Connections with another name of the host stand in another queue, as those of another JVM do. */
    private static String otherClient() {
        return cluster.jdbcUrl("waits").replace("127.0.0.1", "localhost");
    }

    private static void insert(Connection connection, int x) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t VALUES (" + x + ")");
        }
    }

    private static int count(Connection connection, int x) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t WHERE x = " + x)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void cancelEndsTheWaitForAnotherClientsLock() throws Exception {
        try (Connection holder = DriverManager.getConnection(otherClient());
                Connection waiting = DriverManager.getConnection(
                        cluster.jdbcUrl("waits") + "?busyTimeout=90000&queryTimeout=90000")) {
            holder.setAutoCommit(false);
            insert(holder, 1);
            waiting.setAutoCommit(false);
            try (Statement statement = waiting.createStatement()) {
                Running running = new Running(() -> statement.executeUpdate("INSERT INTO t VALUES (2)"));
                cancelUntilItEnds(statement, running);
                assertThat(running.outcome())
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "57014");
            }
            holder.commit();
            insert(waiting, 3);
            waiting.commit();
            assertThat(count(waiting, 1)).isOne();
            assertThat(count(waiting, 2)).isZero();
            assertThat(count(waiting, 3)).isOne();
        }
    }

    /** A cancel before the statement has begun is without effect, so one may not be enough. */
    private static void cancelUntilItEnds(Statement statement, Running running) throws SQLException {
        while (running.isRunning()) {
            statement.cancel();
            Thread.onSpinWait();
        }
    }

    @Test
    void messageNamesAnotherClient() throws Exception {
        try (Connection holder = DriverManager.getConnection(otherClient());
                Connection waiting = DriverManager.getConnection(cluster.jdbcUrl("waits") + "?busyTimeout=100")) {
            holder.setAutoCommit(false);
            insert(holder, 4);
            assertThatThrownBy(() -> insert(waiting, 5))
                    .hasFieldOrPropertyWithValue("SQLState", "55P03")
                    .hasMessageContaining("another client");
            holder.rollback();
        }
    }

    private static void forget(Queue<PhantomReference<Connection>> forgotten, ReferenceQueue<Connection> queue)
            throws SQLException {
        Connection connection = DriverManager.getConnection(cluster.jdbcUrl("waits"));
        connection.setAutoCommit(false);
        insert(connection, 6);
        forgotten.add(new PhantomReference<>(connection, queue));
    }

    @Test
    void forgottenConnectionGivesTheLockBackToAllClients() throws Exception {
        ReferenceQueue<Connection> queue = new ReferenceQueue<>();
        Queue<PhantomReference<Connection>> forgotten = new ConcurrentLinkedQueue<>();
        forget(forgotten, queue);
        do {
            System.gc();
        } while (queue.remove(50) != forgotten.peek());
        for (String url : new String[] {cluster.jdbcUrl("waits"), otherClient()}) {
            try (Connection next = DriverManager.getConnection(url + "?busyTimeout=60000")) {
                insert(next, 7);
                assertThat(count(next, 6)).isZero();
            }
        }
    }
}
