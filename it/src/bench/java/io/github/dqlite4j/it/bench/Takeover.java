package io.github.dqlite4j.it.bench;

import static java.util.Objects.requireNonNull;

import io.github.dqlite4j.it.fixture.DirectConnection;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import io.github.dqlite4j.it.fixture.HostNetwork;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How long a writer waits after another node has become the leader. A new leader may not be able to commit at once, because it first has to
 * find out what its followers have. So another client, which knows the node, writes too.
 */
final class Takeover {
    private static final String PROBE = "probe";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Takeover() {}

    enum Loss {
        KILL("leader killed (SIGKILL)", false) {
            @Override
            void lose(Node leader, @Nullable HostNetwork network) {
                leader.kill();
            }

            @Override
            void bringBack(Node leader, @Nullable HostNetwork network) throws Exception {
                leader.restart();
            }
        },
        PAUSE("leader paused (SIGSTOP)", false) {
            @Override
            void lose(Node leader, @Nullable HostNetwork network) throws Exception {
                leader.pause();
            }

            @Override
            void bringBack(Node leader, @Nullable HostNetwork network) throws Exception {
                leader.resume();
            }
        },
        CUT_OFF("leader cut off from the other nodes", true) {
            @Override
            void lose(Node leader, @Nullable HostNetwork network) throws Exception {
                requireNonNull(network).cutOff(List.of(leader));
            }

            @Override
            void bringBack(Node leader, @Nullable HostNetwork network) throws Exception {
                requireNonNull(network).heal();
            }
        },
        UNPLUGGED("leader cut off from nodes and clients", true) {
            @Override
            void lose(Node leader, @Nullable HostNetwork network) throws Exception {
                requireNonNull(network).cutClientsOff(leader);
                network.cutOff(List.of(leader));
            }

            @Override
            void bringBack(Node leader, @Nullable HostNetwork network) throws Exception {
                requireNonNull(network).heal();
            }
        };

        private final String description;
        private final boolean needsNetwork;

        Loss(String description, boolean needsNetwork) {
            this.description = description;
            this.needsNetwork = needsNetwork;
        }

        String description() {
            return description;
        }

        /** Whether the nodes need hosts with networks of their own, which some machines do not allow. */
        boolean needsNetwork() {
            return needsNetwork;
        }

        abstract void lose(Node leader, @Nullable HostNetwork network) throws Exception;

        abstract void bringBack(Node leader, @Nullable HostNetwork network) throws Exception;
    }

    /**
     * @param sinceElected from the moment when another node says that it leads
     * @param sinceWritten from the first commit of this node for the client without the driver
     */
    record Result(Times sinceElected, Times sinceWritten) {}

    record Times(double medianMillis, double longestMillis, int rounds) {
        static Times of(List<Long> nanos) {
            List<Long> sorted = nanos.stream().sorted().toList();
            return new Times(
                    sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() - 1) / 1e6, sorted.size());
        }
    }

    /** On a cluster of three nodes of its own. */
    static Result measure(Loss loss, int rounds) throws Exception {
        if (!loss.needsNetwork()) {
            try (DqliteCluster cluster = DqliteCluster.start(3)) {
                return measure(loss, rounds, cluster, null);
            }
        }
        try (HostNetwork network = HostNetwork.open();
                DqliteCluster cluster = DqliteCluster.start(3, network)) {
            return measure(loss, rounds, cluster, network);
        }
    }

    private static Result measure(Loss loss, int rounds, DqliteCluster cluster, @Nullable HostNetwork network)
            throws Exception {
        List<Long> sinceElected = new ArrayList<>();
        List<Long> sinceWritten = new ArrayList<>();
        try (DirectConnection first = new DirectConnection(cluster.leader(), PROBE)) {
            first.execute("CREATE TABLE t (x)");
        }
        try (Writer writer = new Writer(cluster.jdbcUrl("takeover"))) {
            for (int i = 0; i < rounds; i++) {
                writer.awaitCommitAfter(System.nanoTime());
                Node leader = cluster.leader();
                loss.lose(leader, network);
                Node next = elected(cluster, leader);
                long elected = System.nanoTime();
                try (DirectConnection direct = new DirectConnection(next, PROBE)) {
                    direct.execute("INSERT INTO t VALUES (1)");
                }
                long written = System.nanoTime();
                long committed = writer.awaitCommitAfter(elected);
                sinceElected.add(committed - elected);
                sinceWritten.add(Math.max(0, committed - written));
                loss.bringBack(leader, network);
                cluster.awaitVoters();
            }
        }
        return new Result(Times.of(sinceElected), Times.of(sinceWritten));
    }

    /** Waits until another node is seen to lead. */
    private static Node elected(DqliteCluster cluster, Node lost) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < until) {
            for (Node node : cluster.nodes()) {
                if (node != lost && node.leads()) {
                    return node;
                }
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException("No other node leads");
    }

    /** A thread that commits one transaction after the other. */
    private static final class Writer implements AutoCloseable {
        private final String url;
        private final NavigableSet<Long> committed = new ConcurrentSkipListSet<>();
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
                committed.add(System.nanoTime());
            } catch (SQLException e) {
                connection.rollback();
            }
        }

        /** Waits for the first commit after that moment, and returns its own. */
        long awaitCommitAfter(long moment) throws InterruptedException {
            long until = System.nanoTime() + PATIENCE_NANOS;
            Long first = committed.higher(moment);
            while (first == null) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("Nothing was committed");
                }
                Thread.sleep(1);
                first = committed.higher(moment);
            }
            return first;
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
