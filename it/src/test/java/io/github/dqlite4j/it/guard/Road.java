package io.github.dqlite4j.it.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ways from a text to the server that JDBC has. */
enum Road {
    EXECUTE(true, true) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return all(statement, statement.execute(sql));
            }
        }
    },
    EXECUTE_QUERY(true, false) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return new Answer(read(rows), List.of());
            }
        }
    },
    EXECUTE_UPDATE(false, true) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return new Answer(List.of(), List.of((long) statement.executeUpdate(sql)));
            }
        }
    },
    EXECUTE_FOR_KEYS(false, true) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return new Answer(
                        List.of(), List.of(statement.executeLargeUpdate(sql, Statement.RETURN_GENERATED_KEYS)));
            }
        }
    },
    BATCH(false, true) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch(sql);
                return counts(statement.executeBatch());
            }
        }
    },
    PREPARED_EXECUTE(true, true) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return all(statement, statement.execute());
            }
        }
    },
    PREPARED_QUERY(true, false) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet rows = statement.executeQuery()) {
                return new Answer(read(rows), List.of());
            }
        }
    },
    PREPARED_UPDATE(false, true) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return new Answer(List.of(), List.of(statement.executeLargeUpdate()));
            }
        }
    },
    PREPARED_BATCH(false, true) {
        @Override
        Answer run(Connection connection, String sql) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.addBatch();
                return counts(statement.executeBatch());
            }
        }
    };

    private final boolean rows;
    private final boolean counts;

    Road(boolean rows, boolean counts) {
        this.rows = rows;
        this.counts = counts;
    }

    /** Everything that came back, in order. */
    record Answer(List<List<Object>> rows, List<Long> counts) {}

    abstract Answer run(Connection connection, String sql) throws SQLException;

    /** Whether a statement that yields rows may go this way. */
    boolean givesRows() {
        return rows;
    }

    /** Whether a statement that yields none may go this way. */
    boolean givesCounts() {
        return counts;
    }

    private static Answer all(Statement statement, boolean first) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        boolean isRows = first;
        while (isRows || statement.getLargeUpdateCount() >= 0) {
            if (isRows) {
                rows.addAll(read(statement.getResultSet()));
            } else {
                counts.add(statement.getLargeUpdateCount());
            }
            isRows = statement.getMoreResults();
        }
        return new Answer(rows, counts);
    }

    private static Answer counts(int[] counts) {
        return new Answer(
                List.of(), Arrays.stream(counts).mapToObj(count -> (long) count).toList());
    }

    static List<List<Object>> read(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        List<List<Object>> all = new ArrayList<>();
        while (rows.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(rows.getObject(i));
            }
            all.add(row);
        }
        return all;
    }
}
