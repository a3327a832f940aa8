package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code commitVerification} costs: the same work with marks and without, in turn, on one cluster. */
final class CommitMarks {
    private static final int IN_A_ROUND = 25;
    private static final int WARM_UPS = 60;

    private CommitMarks() {}

    /** Medians and 99th percentiles in milliseconds; the ratio is the median over pairs of rounds. */
    record Cost(Work work, double off, double marked, double ratio, double offMost, double markedMost) {}

    /** What is measured. */
    enum Work {
        ONE_ROW("a transaction of one row", "transactions", 1),
        TEN_ROWS("a transaction of ten rows", "transactions", 10),
        AUTO_COMMIT("an insert in auto-commit, all", "all", 0);

        private final String title;
        private final String verification;
        private final int rows;

        Work(String title, String verification, int rows) {
            this.title = title;
            this.verification = verification;
            this.rows = rows;
        }

        String title() {
            return title;
        }

        private void run(Connection connection, PreparedStatement insert) throws SQLException {
            for (int i = 0; i < Math.max(1, rows); i++) {
                insert.setString(1, "sixteen letters.");
                insert.executeUpdate();
            }
            if (rows > 0) {
                connection.commit();
            }
        }
    }

    /** One way of doing the work. */
    private static final class Side implements AutoCloseable {
        private final Work work;
        private final Connection connection;
        private final PreparedStatement insert;
        private final List<Long> nanos = new ArrayList<>();

        private Side(Work work, DqliteCluster cluster, String verification) throws SQLException {
            this.work = work;
            this.connection =
                    DriverManager.getConnection(cluster.jdbcUrl("marks") + "?commitVerification=" + verification);
            connection.setAutoCommit(work.rows == 0);
            this.insert = connection.prepareStatement("INSERT INTO entry (text) VALUES (?)");
        }

        private double round() throws SQLException {
            long[] round = new long[IN_A_ROUND];
            for (int i = 0; i < IN_A_ROUND; i++) {
                long start = System.nanoTime();
                work.run(connection, insert);
                round[i] = System.nanoTime() - start;
                nanos.add(round[i]);
            }
            Arrays.sort(round);
            return round[IN_A_ROUND / 2];
        }

        private double millis(double part) {
            List<Long> sorted = nanos.stream().sorted().toList();
            return sorted.get((int) (part * (sorted.size() - 1))) / 1e6;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    static void createTable(DqliteCluster cluster) throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("marks"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)");
        }
    }

    static Cost measure(Work work, DqliteCluster cluster, int rounds) throws SQLException {
        try (Side off = new Side(work, cluster, "off");
                Side marked = new Side(work, cluster, work.verification)) {
            for (int i = 0; i < WARM_UPS; i++) {
                off.round();
                marked.round();
            }
            off.nanos.clear();
            marked.nanos.clear();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                boolean offFirst = i % 2 == 0;
                double first = (offFirst ? off : marked).round();
                double second = (offFirst ? marked : off).round();
                ratios.add(offFirst ? second / first : first / second);
            }
            return new Cost(
                    work,
                    off.millis(0.5),
                    marked.millis(0.5),
                    Slices.median(ratios),
                    off.millis(0.99),
                    marked.millis(0.99));
        }
    }
}
