package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The leader is lost while thousands of requests of a batch are under way: all rows are changed, or none, and the caller knows which. */
class PipelineFaultIT {
    private static final Logger WIRE = Logger.getLogger("io.github.dqlite4j.wire");
    private static final int ROWS = 10_000;

    private final DqliteCluster cluster = DqliteCluster.start(3);
    private final AtomicInteger answers = new AtomicInteger();
    private final Handler counter = new Counter();
    private volatile int faultAt = Integer.MAX_VALUE;
    private volatile Fault fault = node -> {};

    private interface Fault {
        void hit(Node leader) throws Exception;
    }

    /** Counts the answers to steps, and causes the fault at one of them. */
    private final class Counter extends Handler {
        @Override
        public void publish(LogRecord message) {
            if (message.getMessage().contains("<- RESULT") && answers.incrementAndGet() == faultAt) {
                try {
                    fault.hit(cluster.leader());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void createTable() throws SQLException {
        cluster.awaitVoters();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE counted (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)");
            statement.execute("WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < " + ROWS
                    + ") INSERT INTO counted SELECT n, 0 FROM i");
        }
        WIRE.addHandler(counter);
        WIRE.setLevel(Level.FINER);
    }

    @AfterEach
    void stop() {
        WIRE.removeHandler(counter);
        WIRE.setLevel(null);
        cluster.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                cluster.jdbcUrl("counted") + "?failoverTimeout=60000&loginTimeout=60000&socketTimeout=20000");
    }

    @ParameterizedTest
    @CsvSource({"KILL, 2", "KILL, 3000", "KILL, 9990", "PAUSE, 3000"})
    void allRowsAreChangedOrNone(String kind, int at) throws Exception {
        int committed = 0;
        boolean unknown = false;
        Node[] hit = new Node[1];
        fault = leader -> {
            hit[0] = leader;
            if (kind.equals("KILL")) {
                leader.kill();
            } else {
                leader.pause();
            }
        };
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            answers.set(0);
            faultAt = at;
            try {
                increment(connection);
                connection.commit();
                committed++;
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isIn("40001", "08007");
                unknown = e.getSQLState().equals("08007");
                if (!unknown) {
                    connection.rollback();
                }
            }
            assertThat(hit[0]).as("the fault has happened").isNotNull();
            if (!unknown) {
                increment(connection);
                connection.commit();
                committed++;
            }
        } finally {
            if (hit[0] != null && kind.equals("PAUSE")) {
                hit[0].resume();
            }
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT min(n), max(n) FROM counted")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(rows.getInt(2));
            assertThat(rows.getInt(1)).isBetween(committed, committed + (unknown ? 1 : 0));
        }
    }

    private static void increment(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE counted SET n = n + 1 WHERE id = ?")) {
            for (int i = 1; i <= ROWS; i++) {
                update.setInt(1, i);
                update.addBatch();
            }
            assertThat(update.executeBatch()).hasSize(ROWS).containsOnly(1);
        }
    }
}
