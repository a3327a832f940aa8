package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteConnection;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements and transactions that do not succeed normally: timeouts, cancel, abort, a lost transaction, a waiting writer. */
@Timeout(120)
class StatementEndsIT {
    private static final AtomicInteger TABLES = new AtomicInteger();

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    /** A test that waits for an answer pauses it, so that it does not depend on how long a statement takes. */
    private static DqliteCluster.Node node() {
        return CLUSTER.nodes().get(0);
    }

    @AfterEach
    void resume() throws Exception {
        node().resume();
    }

    private static Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(
                CLUSTER.jdbcUrl("ends") + "?loginTimeout=60000&failoverTimeout=60000&" + options);
    }

    private static String table(Connection connection) throws SQLException {
        String name = "t" + TABLES.incrementAndGet();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE " + name + " (x)");
        }
        return name;
    }

    private static int count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void aReadThatTakesTooLongTimesOutAndTheConnectionGoesOn() throws Exception {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            node().pause();
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1"))
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "57014");
            node().resume();
            statement.setQueryTimeout(0);
            try (ResultSet rows = statement.executeQuery("SELECT 7")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
    }

    @Test
    void aTimeoutInATransactionLosesAllOfIt() throws Exception {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            String table = table(connection);
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
            statement.setQueryTimeout(1);
            node().pause();
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1"))
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("rolled back");
            node().resume();
            statement.setQueryTimeout(0);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO " + table + " VALUES (2)"))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasMessageContaining("rollback()");
            connection.rollback();
            statement.executeUpdate("INSERT INTO " + table + " VALUES (3)");
            connection.commit();
            assertThat(count(connection, table)).isOne();
        }
    }

    @Test
    void commitOfALostTransactionFailsOnce() throws Exception {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            String table = table(connection);
            statement.executeUpdate("CREATE UNIQUE INDEX u" + table + " ON " + table + "(x)");
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
            assertThatThrownBy(() -> statement.executeUpdate("INSERT OR ROLLBACK INTO " + table + " VALUES (1)"))
                    .hasFieldOrPropertyWithValue("SQLState", "23505");
            assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.commit();
            assertThat(count(connection, table)).isZero();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void cancelEndsAReadAndTheConnectionGoesOn() throws Exception {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            node().pause();
            Running reading = new Running(() -> statement.executeQuery("SELECT 1"));
            reading.awaitRequest();
            statement.cancel();
            assertThat(reading.outcome()).hasFieldOrPropertyWithValue("SQLState", "57014");
            statement.cancel();
            node().resume();
            assertThat(connection.isValid(30)).isTrue();
        }
    }

    @Test
    void abortEndsWhatAnotherThreadWaitsFor() throws Exception {
        Connection connection = connect("");
        Statement statement = connection.createStatement();
        node().pause();
        Running reading = new Running(() -> statement.executeQuery("SELECT 1"));
        reading.awaitRequest();
        connection.abort(Runnable::run);
        assertThat(reading.outcome()).hasFieldOrPropertyWithValue("SQLState", "08003");
        assertThat(connection.isClosed()).isTrue();
        connection.close();
    }

    @Test
    void writerThatWaitsTooLongGetsLockTimeout() throws Exception {
        try (Connection holder = connect("");
                Connection waiting = connect("busyTimeout=1000");
                Statement first = holder.createStatement();
                Statement second = waiting.createStatement()) {
            String table = table(holder);
            holder.setAutoCommit(false);
            first.executeUpdate("INSERT INTO " + table + " VALUES (1)");
            assertThatThrownBy(() -> second.executeUpdate("INSERT INTO " + table + " VALUES (2)"))
                    .isInstanceOf(SQLTransientException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "55P03");
            assertThat(count(waiting, table)).isZero();
            holder.commit();
            second.executeUpdate("INSERT INTO " + table + " VALUES (3)");
            assertThat(count(waiting, table)).isEqualTo(2);
        }
    }

    @Test
    void writersOfOneJvmQueueWithoutABusyAnswer() throws Exception {
        int writers = 8;
        int rows = 50;
        List<DqliteListener.Executed> repeated = Collections.synchronizedList(new ArrayList<>());
        String table;
        DqliteListener listener = new DqliteListener() {
            @Override
            public void executed(Executed event) {
                if (event.attempts() > 1 || event.error() != null) {
                    repeated.add(event);
                }
            }
        };
        try (Connection connection = connect("")) {
            table = table(connection);
            DqliteDriver.addListener(listener);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                all.add(CompletableFuture.runAsync(
                        () -> {
                            try (Connection own = connect("");
                                    Statement statement = own.createStatement()) {
                                for (int n = 0; n < rows; n++) {
                                    statement.executeUpdate("INSERT INTO " + table + " VALUES (" + n + ")");
                                }
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> new Thread(task).start()));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertThat(count(connection, table)).isEqualTo(writers * rows);
            // Servers answer busy during their own checkpoints too, so a few are possible; racing gave thousands.
            assertThat(repeated).hasSizeLessThan(writers);
        } finally {
            DqliteDriver.removeListener(listener);
        }
    }

    @Test
    void preparedStatementsFollowTheSchema() throws Exception {
        try (Connection connection = connect("");
                Connection other = connect("");
                Statement ddl = other.createStatement()) {
            String table = table(connection);
            try (var query = connection.prepareStatement("SELECT * FROM " + table + " WHERE ? = 1")) {
                query.setInt(1, 1);
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.getMetaData().getColumnCount()).isOne();
                }
                ddl.executeUpdate("ALTER TABLE " + table + " ADD COLUMN y");
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
                }
            }
        }
    }

    /** Opens a transaction that has written. */
    private static DqliteConnection.Transaction written(Connection connection, String table) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO " + table + " DEFAULT VALUES");
        }
        DqliteConnection.Transaction transaction =
                connection.unwrap(DqliteConnection.class).transaction();
        assertThat(transaction.isOpen()).isTrue();
        assertThat(transaction.isCommitted()).isFalse();
        return transaction;
    }

    @Test
    void aTransactionReportsItsOutcome() throws Exception {
        String table = "fate" + TABLES.incrementAndGet();
        List<DqliteConnection.Transaction> committed = new ArrayList<>();
        List<DqliteConnection.Transaction> others = new ArrayList<>();
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            DqliteConnection own = connection.unwrap(DqliteConnection.class);
            statement.execute("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY)");
            assertThat(own.transaction()).isNull();
            committed.add(written(connection, table));
            assertThat(own.transaction()).isEqualTo(committed.get(0)).hasSameHashCodeAs(committed.get(0));
            connection.commit();
            assertThat(own.transaction()).isNull();
            committed.add(written(connection, table));
            assertThat(committed.get(1)).isNotEqualTo(committed.get(0));
            connection.setAutoCommit(true);
            others.add(written(connection, table));
            connection.rollback();
            others.add(written(connection, table));
            assertThatThrownBy(() -> statement.execute("INSERT OR ROLLBACK INTO " + table + " VALUES (1)"))
                    .isInstanceOf(SQLException.class);
            connection.rollback();
            DqliteConnection.Transaction withSavepoint = written(connection, table);
            connection.rollback(connection.setSavepoint());
            assertThat(withSavepoint.savepointRollbacks()).isEqualTo(1);
            connection.commit();
            committed.add(withSavepoint);
            others.add(written(connection, table));
        }
        Connection aborted = connect("");
        others.add(written(aborted, table));
        aborted.abort(Runnable::run);
        try (Connection connection = connect("")) {
            others.add(written(connection, table));
            node().kill();
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            node().restart();
            CLUSTER.leader();
        }
        assertThat(committed)
                .noneMatch(DqliteConnection.Transaction::isOpen)
                .allMatch(DqliteConnection.Transaction::isCommitted);
        assertThat(others)
                .noneMatch(DqliteConnection.Transaction::isOpen)
                .noneMatch(DqliteConnection.Transaction::isCommitted);
    }
}
