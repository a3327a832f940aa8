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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Leaders are killed and paused while connections write without a pause: the outcome of every write is reported correctly, and none is
 * unknown.
 */
@Timeout(600)
class CommitOutcomeFaultsIT {
    private static final int FAULTS = 6;
    private static final int WRITERS = 4;
    private static final int BETWEEN = 50;

    private final DqliteCluster cluster = DqliteCluster.start(3);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> rolledBack = ConcurrentHashMap.newKeySet();
    private final Set<SQLException> others = ConcurrentHashMap.newKeySet();

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                cluster.jdbcUrl("faults")
                        + "?commitVerification=all&failoverTimeout=60000&loginTimeout=60000&socketTimeout=2000&busyTimeout=60000");
    }

    private void write(boolean autoCommit) {
        while (!over.get()) {
            try (Connection connection = connect();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                connection.setAutoCommit(autoCommit);
                while (!over.get()) {
                    int number = numbers.incrementAndGet();
                    try {
                        insert.setInt(1, number);
                        insert.executeUpdate();
                        if (!autoCommit) {
                            connection.commit();
                        }
                        acknowledged.add(number);
                    } catch (SQLException e) {
                        if (!e.getSQLState().equals("40001")) {
                            throw e;
                        }
                        rolledBack.add(number);
                        if (!autoCommit) {
                            connection.rollback();
                        }
                    }
                    done.incrementAndGet();
                }
            } catch (SQLException e) {
                others.add(e);
            }
        }
    }

    private void awaitWrites() throws InterruptedException {
        int expected = done.get() + BETWEEN;
        while (done.get() < expected && others.isEmpty()) {
            Thread.sleep(1);
        }
    }

    @Test
    void theOutcomeOfEveryWriteIsReported() throws Exception {
        try (cluster;
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)");
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                boolean autoCommit = i % 2 == 0;
                threads.add(new Thread(() -> write(autoCommit)));
            }
            threads.forEach(Thread::start);
            try {
                for (int i = 0; i < FAULTS; i++) {
                    awaitWrites();
                    Node leader = cluster.leader();
                    if (i % 2 == 0) {
                        leader.kill();
                    } else {
                        leader.pause();
                    }
                    awaitWrites();
                    if (i % 2 == 0) {
                        leader.restart();
                    } else {
                        leader.resume();
                    }
                    cluster.awaitVoters();
                }
            } finally {
                over.set(true);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            Set<Integer> stored = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("SELECT n FROM t")) {
                while (rows.next()) {
                    stored.add(rows.getInt(1));
                }
            }
            assertThat(others).isEmpty();
            assertThat(stored).isEqualTo(acknowledged);
            Set<Integer> both = new HashSet<>(stored);
            both.retainAll(rolledBack);
            assertThat(both).isEmpty();
        }
    }
}
