package io.github.dqlite4j.it.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ten thousand rows in one transaction: executeBatch, against one EXEC a row. */
final class Batches {
    private static final int ROWS = 10_000;
    private static final String INSERT = "INSERT INTO entry (text, number) VALUES (?, ?)";

    /** Medians in milliseconds; how many times faster the batch was. */
    record Outcome(double raw, double jdbc, double faster) {}

    private Batches() {}

    static Outcome measure(int rounds) throws Exception {
        try (RawConnection raw = new RawConnection(RoundTrips.node(), RoundTrips.DATABASE);
                Connection connection = DriverManager.getConnection(RoundTrips.url())) {
            connection.setAutoCommit(false);
            int statement = raw.prepare(INSERT);
            List<Double> raws = new ArrayList<>();
            List<Double> jdbcs = new ArrayList<>();
            List<Double> faster = new ArrayList<>();
            for (int i = -1; i < rounds; i++) {
                double one = rowByRow(raw, statement);
                double all = batch(connection);
                if (i >= 0) {
                    raws.add(one);
                    jdbcs.add(all);
                    faster.add(one / all);
                }
            }
            return new Outcome(Slices.median(raws), Slices.median(jdbcs), Slices.median(faster));
        }
    }

    private static double rowByRow(RawConnection raw, int statement) throws IOException {
        long start = System.nanoTime();
        raw.execSql("BEGIN IMMEDIATE");
        for (int i = 0; i < ROWS; i++) {
            raw.ask(RawConnection.exec(statement)
                    .types(3, 1)
                    .text("entry " + i)
                    .word(i)
                    .bytes());
        }
        raw.execSql("COMMIT");
        return (System.nanoTime() - start) / 1e6;
    }

    private static double batch(Connection connection) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < ROWS; i++) {
                insert.setString(1, "entry " + i);
                insert.setInt(2, i);
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
            connection.commit();
            if (Arrays.stream(counts).sum() != ROWS) {
                throw new IllegalStateException(
                        "The batch counts " + Arrays.stream(counts).sum() + " rows");
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
