package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The cost of an option: the same work with and without it, in turn, on one cluster. */
final class OptionCost {
    private static final int IN_A_ROUND = 25;
    private static final int WARM_UPS = 60;
    private static final String INSERT = "INSERT INTO entry (text) VALUES (?)";
    private static final String READ_ONE = "SELECT text FROM stored WHERE id = ?";
    private static final String READ_ALL = "SELECT id, text FROM stored ORDER BY id";

    private OptionCost() {}

    /** Medians and 99th percentiles in milliseconds; the ratio is the median over pairs of rounds. */
    record Cost(Work work, double off, double on, double ratio, double offMost, double onMost) {}

    /** The measured work. */
    enum Work {
        ONE_ROW("a transaction of one row", "commitVerification=transactions", INSERT, 1, false),
        TEN_ROWS("a transaction of ten rows", "commitVerification=transactions", INSERT, 10, false),
        AUTO_COMMIT("an insert in auto-commit, all", "commitVerification=all", INSERT, 1, true),
        RECORDED_INSERTS("a transaction of ten inserts", "transactionReplay=true", INSERT, 10, false),
        RECORDED_BATCH("a batch of 100 rows", "transactionReplay=true", INSERT, 100, false) {
            @Override
            void execute(PreparedStatement insert) throws SQLException {
                for (int i = 0; i < repeat(); i++) {
                    insert.setString(1, "sixteen letters.");
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        },
        RECORDED_READS("a transaction of ten reads of a row", "transactionReplay=true", READ_ONE, 10, false) {
            @Override
            void execute(PreparedStatement select) throws SQLException {
                for (int i = 0; i < repeat(); i++) {
                    select.setInt(1, i + 1);
                    read(select);
                }
            }
        },
        FENCED_READ("a read of a row in auto-commit", "readConsistency=linearizable", READ_ONE, 1, true) {
            @Override
            void execute(PreparedStatement select) throws SQLException {
                select.setInt(1, 1);
                read(select);
            }
        },
        RECORDED_ROWS("a transaction that reads 1,000 rows", "transactionReplay=true", READ_ALL, 1, false) {
            @Override
            void execute(PreparedStatement select) throws SQLException {
                read(select);
            }
        };

        static final List<Work> MARKS = List.of(ONE_ROW, TEN_ROWS, AUTO_COMMIT);
        static final List<Work> READS = List.of(FENCED_READ);
        static final List<Work> REPLAY = List.of(RECORDED_INSERTS, RECORDED_BATCH, RECORDED_READS, RECORDED_ROWS);

        private final String title;
        private final String option;
        private final String sql;
        private final int repeat;
        private final boolean autoCommit;

        Work(String title, String option, String sql, int repeat, boolean autoCommit) {
            this.title = title;
            this.option = option;
            this.sql = sql;
            this.repeat = repeat;
            this.autoCommit = autoCommit;
        }

        String title() {
            return title;
        }

        int repeat() {
            return repeat;
        }

        void execute(PreparedStatement insert) throws SQLException {
            for (int i = 0; i < repeat; i++) {
                insert.setString(1, "sixteen letters.");
                insert.executeUpdate();
            }
        }

        private static void read(PreparedStatement select) throws SQLException {
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    rows.getString("text");
                }
            }
        }

        private void run(Connection connection, PreparedStatement statement) throws SQLException {
            execute(statement);
            if (!autoCommit) {
                connection.commit();
            }
        }
    }

    /** One way of doing the work. */
    private static final class Side implements AutoCloseable {
        private final Work work;
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<Long> nanos = new ArrayList<>();

        private Side(Work work, DqliteCluster cluster, String option) throws SQLException {
            this.work = work;
            this.connection = DriverManager.getConnection(cluster.jdbcUrl("costs") + option);
            connection.setAutoCommit(work.autoCommit);
            this.statement = connection.prepareStatement(work.sql);
        }

        private double round() throws SQLException {
            long[] round = new long[IN_A_ROUND];
            for (int i = 0; i < IN_A_ROUND; i++) {
                long start = System.nanoTime();
                work.run(connection, statement);
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

    static void createTables(DqliteCluster cluster) throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("costs"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)");
            statement.execute("CREATE TABLE stored (id INTEGER PRIMARY KEY, text TEXT)");
            statement.execute("INSERT INTO stored WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                    + " SELECT i, 'a text of twenty-six bytes' FROM n");
        }
    }

    static Cost measure(Work work, DqliteCluster cluster, int rounds) throws SQLException {
        try (Side off = new Side(work, cluster, "");
                Side on = new Side(work, cluster, "?" + work.option)) {
            for (int i = 0; i < WARM_UPS; i++) {
                off.round();
                on.round();
            }
            off.nanos.clear();
            on.nanos.clear();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                boolean offFirst = i % 2 == 0;
                double first = (offFirst ? off : on).round();
                double second = (offFirst ? on : off).round();
                ratios.add(offFirst ? second / first : first / second);
            }
            return new Cost(
                    work,
                    off.millis(0.5),
                    on.millis(0.5),
                    Slices.median(ratios),
                    off.millis(0.99),
                    on.millis(0.99));
        }
    }
}
