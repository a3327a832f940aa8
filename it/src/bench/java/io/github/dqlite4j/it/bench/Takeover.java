package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How long a writer waits after another node has become the leader. */
final class Takeover {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Takeover() {}

    enum Loss {
        KILL("leader killed (SIGKILL)"),
        PAUSE("leader paused (SIGSTOP)");

        private final String description;

        Loss(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }

        private void lose(DqliteCluster.Node leader) throws Exception {
            if (this == KILL) {
                leader.kill();
            } else {
                leader.pause();
            }
        }

        private void bringBack(DqliteCluster.Node leader) throws Exception {
            if (this == KILL) {
                leader.restart();
            } else {
                leader.resume();
            }
        }
    }

    record Times(double medianMillis, double longestMillis, int rounds) {
        static Times of(List<Long> nanos) {
            List<Long> sorted = nanos.stream().sorted().toList();
            return new Times(
                    sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() - 1) / 1e6, sorted.size());
        }
    }

    /** On a cluster of three nodes of its own. */
    static Times measure(Loss loss, int rounds) throws Exception {
        List<Long> nanos = new ArrayList<>();
        try (DqliteCluster cluster = DqliteCluster.start(3);
                Writer writer = new Writer(cluster.jdbcUrl("takeover"))) {
            for (int i = 0; i < rounds; i++) {
                writer.awaitCommitAfter(System.nanoTime());
                DqliteCluster.Node leader = cluster.leader();
                loss.lose(leader);
                long elected = elected(cluster, leader);
                nanos.add(writer.awaitCommitAfter(elected) - elected);
                loss.bringBack(leader);
                cluster.awaitVoters();
            }
        }
        return Times.of(nanos);
    }

    /** The moment when another node is seen to lead. */
    private static long elected(DqliteCluster cluster, DqliteCluster.Node lost) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < until) {
            for (DqliteCluster.Node node : cluster.nodes()) {
                if (node != lost && node.leads()) {
                    return System.nanoTime();
                }
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException("No other node leads");
    }

    /** A thread that commits one transaction after the other. */
    private static final class Writer implements AutoCloseable {
        private final String url;
        private final AtomicLong committed = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread = new Thread(this::run, "writer");

        Writer(String url) throws SQLException {
            this.url = url;
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (x)");
            }
            thread.start();
        }

        private void run() {
            while (!ended.get()) {
                try (Connection connection = DriverManager.getConnection(url);
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    while (!ended.get() && !connection.isClosed()) {
                        commitOne(connection, statement);
                    }
                } catch (SQLException e) {
                    // Connects again.
                }
            }
        }

        private void commitOne(Connection connection, Statement statement) throws SQLException {
            try {
                statement.executeUpdate("INSERT INTO t VALUES (1)");
                connection.commit();
                committed.set(System.nanoTime());
            } catch (SQLException e) {
                connection.rollback();
            }
        }

        /** Waits for the first commit after that moment, and returns its own. */
        long awaitCommitAfter(long moment) throws InterruptedException {
            long until = System.nanoTime() + PATIENCE_NANOS;
            while (committed.get() - moment < 0 || committed.get() == 0) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("Nothing was committed");
                }
                Thread.sleep(1);
            }
            return committed.get();
        }

        @Override
        public void close() {
            ended.set(true);
            try {
                thread.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
