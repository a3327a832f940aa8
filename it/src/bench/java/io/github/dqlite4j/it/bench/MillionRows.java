package io.github.dqlite4j.it.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One million rows of four columns through JDBC, against draining the same answer; runs in a JVM with a small heap. */
final class MillionRows {
    private static final int ROWS = 1_000_000;
    private static final int STEP = 100_000;
    private static final String SELECT = "SELECT id, name, price, stock FROM large";

    private MillionRows() {}

    static void create() throws SQLException {
        try (Connection connection = DriverManager.getConnection(RoundTrips.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE large (id INTEGER PRIMARY KEY, name TEXT, price REAL, stock INTEGER)");
            for (int from = 1; from <= ROWS; from += STEP) {
                statement.execute("WITH RECURSIVE n(i) AS (SELECT " + from + " UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + (from + STEP - 1)
                        + ") INSERT INTO large SELECT i, 'product number ' || i, i / 8.0, i % 1000 FROM n");
            }
        }
    }

    /** Prints the medians in milliseconds, their ratio, and the bytes of the answer. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        byte[] request = RawConnection.querySql(SELECT);
        long bytes = 0;
        List<Double> raws = new ArrayList<>();
        List<Double> jdbcs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        try (RawConnection raw = new RawConnection(RoundTrips.node(), RoundTrips.DATABASE);
                Connection connection = DriverManager.getConnection(RoundTrips.url())) {
            for (int i = -1; i < rounds; i++) {
                long start = System.nanoTime();
                bytes = raw.ask(request);
                long drained = System.nanoTime();
                read(connection);
                long read = System.nanoTime();
                if (i >= 0) {
                    raws.add((drained - start) / 1e6);
                    jdbcs.add((read - drained) / 1e6);
                    ratios.add((double) (read - drained) / (drained - start));
                }
            }
        }
        System.out.println(
                Slices.median(raws) + " " + Slices.median(jdbcs) + " " + Slices.median(ratios) + " " + bytes);
    }

    private static void read(Connection connection) throws SQLException {
        long rows = 0;
        long stock = 0;
        long length = 0;
        double price = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(SELECT)) {
            while (result.next()) {
                rows += result.getInt(1) > 0 ? 1 : 0;
                length += result.getString(2).length();
                price += result.getDouble(3);
                stock += result.getInt(4);
            }
        }
        if (rows != ROWS || stock != 499_500_000L || length != 20_888_896L || price != 62_500_062_500.0) {
            throw new IllegalStateException("Read wrongly: " + rows + " " + stock + " " + length + " " + price);
        }
    }
}
