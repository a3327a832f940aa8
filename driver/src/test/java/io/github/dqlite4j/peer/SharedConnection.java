package io.github.dqlite4j.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One connection with an open, partly read result, and the calls that two threads make on it. A query has a number, which is in
 * each of its {@value NumberedNode#ROWS} rows, so that a test sees when a caller gets those of another. The table
 * {@code numbered} is that of a {@link NumberedNode}, or the one that {@link #createTable} makes on a real node.
 */
public final class SharedConnection implements AutoCloseable {
    static final String SELECT = "SELECT n, t FROM numbered WHERE k = ? ORDER BY n";
    private static final int SHARED = 1;
    private static final int ALREADY_READ = 100;

    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final boolean twoReaders;

    /** @param twoReaders whether both threads will read: each has a result of its own, since one thread reads a result */
    SharedConnection(String url, boolean autoCommit, boolean twoReaders) throws SQLException {
        this.twoReaders = twoReaders;
        connection = DriverManager.getConnection(url);
        connection.setAutoCommit(autoCommit);
        statement = connection.prepareStatement(SELECT);
        statement.setLong(1, SHARED);
        rows = statement.executeQuery();
        for (int row = 0; row < ALREADY_READ; row++) {
            checkNext(rows, SHARED, row);
        }
    }

    /** Makes the table that the calls use, with the rows of the queries 0 to 9. */
    public static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE numbered (n INTEGER PRIMARY KEY, k INTEGER, t TEXT, a INTEGER)");
            statement.execute("CREATE TABLE keyed (id INTEGER PRIMARY KEY AUTOINCREMENT, side INTEGER)");
            statement.execute("CREATE INDEX numbered_k ON numbered (k)");
            statement.execute("""
                    INSERT INTO numbered (n, k, t)
                    WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < 9999)
                    SELECT i / 1000 * 1000000 + i % 1000, i / 1000, (i / 1000) || ':' || (i % 1000) FROM numbers
                    """);
        }
    }

    /** One call, or a few that belong together. */
    enum Call {
        READ_ROWS {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                if (on.twoReaders && side > 0) {
                    checkQuery(on.connection, 2 + side);
                } else {
                    checkRest(on.rows, SHARED, ALREADY_READ);
                }
            }
        },
        EXECUTE_QUERY {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                checkQuery(on.connection, 2 + side);
            }
        },
        /** The same statement again, which closes its result. */
        EXECUTE_AGAIN {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                checkRest(on.statement.executeQuery(), SHARED, 0);
            }
        },
        EXECUTE_UPDATE {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                try (PreparedStatement update =
                        on.connection.prepareStatement("UPDATE numbered SET a = 1 WHERE n < ?")) {
                    update.setLong(1, 20 + side);
                    assertThat(update.executeUpdate()).isEqualTo(20 + side);
                }
            }
        },
        SCROLL {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                int number = 4 + side;
                try (Statement own = on.connection.createStatement(
                                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                        ResultSet result = own.executeQuery(SELECT.replace("?", String.valueOf(number)))) {
                    assertThat(result.last()).isTrue();
                    assertThat(result.getLong(1)).isEqualTo(NumberedNode.n(number, NumberedNode.ROWS - 1));
                    assertThat(result.absolute(1)).isTrue();
                    assertThat(result.getString(2)).isEqualTo(NumberedNode.t(number, 0));
                }
            }
        },
        LARGE_OBJECT {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                int number = 6 + side;
                try (Statement own = on.connection.createStatement();
                        ResultSet result = own.executeQuery(SELECT.replace("?", String.valueOf(number)))) {
                    for (int row = 0; row < NumberedNode.ROWS; row++) {
                        assertThat(result.next()).isTrue();
                        Clob text = result.getClob(2);
                        assertThat(text.getSubString(1, (int) text.length())).isEqualTo(NumberedNode.t(number, row));
                    }
                }
            }
        },
        BATCH {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                try (PreparedStatement update =
                        on.connection.prepareStatement("UPDATE numbered SET a = 1 WHERE n < ?")) {
                    int first = 30 + 10 * side;
                    for (int i = 0; i < 10; i++) {
                        update.setLong(1, first + i);
                        update.addBatch();
                    }
                    assertThat(update.executeBatch())
                            .containsExactly(IntStream.range(first, first + 10).toArray());
                }
            }
        },
        /** Needs the table {@code keyed}, so a real node. */
        GENERATED_KEYS {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                try (PreparedStatement insert = on.connection.prepareStatement(
                        "INSERT INTO keyed (side) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                    insert.setLong(1, side);
                    assertThat(insert.executeUpdate()).isOne();
                    long key;
                    try (ResultSet keys = insert.getGeneratedKeys()) {
                        assertThat(keys.next()).isTrue();
                        key = keys.getLong(1);
                    }
                    try (Statement own = on.connection.createStatement();
                            ResultSet row = own.executeQuery("SELECT side FROM keyed WHERE id = " + key)) {
                        if (on.connection.getAutoCommit()) {
                            assertThat(row.next()).isTrue();
                            assertThat(row.getInt(1)).isEqualTo(side);
                        }
                    }
                }
            }
        },
        CLOSE_RESULT {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                on.rows.close();
                assertThat(on.rows.isClosed()).isTrue();
            }
        },
        CLOSE_STATEMENT {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                on.statement.close();
                assertThat(on.statement.isClosed()).isTrue();
            }
        },
        CANCEL {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                on.statement.cancel();
            }
        },
        COMMIT {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                on.connection.commit();
            }
        },
        ROLLBACK {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                on.connection.rollback();
            }
        },
        GET_TABLES {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                try (ResultSet tables = on.connection.getMetaData().getTables(null, null, "number%", null)) {
                    assertThat(tables.next()).isTrue();
                    assertThat(tables.getString("TABLE_NAME")).isEqualTo("numbered");
                    assertThat(tables.next()).isFalse();
                }
            }
        },
        RESULT_META_DATA {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                assertThat(on.rows.getMetaData().getColumnCount()).isEqualTo(2);
                assertThat(on.rows.getMetaData().getColumnLabel(2)).isEqualTo("t");
                assertThat(on.rows.findColumn("t")).isEqualTo(2);
            }
        },
        PARAMETER_META_DATA {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                try (PreparedStatement other = on.connection.prepareStatement(SELECT)) {
                    assertThat(other.getParameterMetaData().getParameterCount()).isOne();
                }
            }
        },
        IS_VALID {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                boolean valid = on.connection.isValid(20);
                if (!valid) {
                    throw new SQLException("The connection is not valid");
                }
            }
        },
        CLOSE_CONNECTION {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                on.connection.close();
                assertThat(on.connection.isClosed()).isTrue();
            }
        },
        ABORT {
            @Override
            void run(SharedConnection on, int side) throws SQLException {
                on.connection.abort(Runnable::run);
                assertThat(on.connection.isClosed()).isTrue();
            }
        };

        private static final Set<Call> ENDING = Set.of(CLOSE_CONNECTION, ABORT);
        private static final Set<Call> USING_STATEMENT =
                Set.of(READ_ROWS, EXECUTE_AGAIN, CLOSE_RESULT, CLOSE_STATEMENT, CANCEL, RESULT_META_DATA);
        private static final Set<Call> CLOSING_ROWS = Set.of(EXECUTE_AGAIN, CLOSE_RESULT, CLOSE_STATEMENT);

        /**
         * Makes the call and checks its answer.
         *
         * @param side which of the two threads, 0 or 1
         */
        abstract void run(SharedConnection on, int side) throws SQLException;

        /** Whether this call may fail, with an SQLException, because of the other one beside it. */
        boolean mayFailBecauseOf(Call other) {
            return ENDING.contains(other)
                    || other == CANCEL
                    || CLOSING_ROWS.contains(other) && USING_STATEMENT.contains(this);
        }

        /** Whether this call always fails in auto-commit mode. */
        boolean needsTransaction() {
            return this == COMMIT || this == ROLLBACK;
        }

        boolean needsRealNode() {
            return this == GENERATED_KEYS;
        }

        boolean endsConnection() {
            return ENDING.contains(this);
        }
    }

    /** Executes a query on a statement of its own and checks all its rows. */
    public static void checkQuery(Connection connection, int number) throws SQLException {
        try (PreparedStatement own = connection.prepareStatement(SELECT)) {
            own.setLong(1, number);
            try (ResultSet result = own.executeQuery()) {
                checkRest(result, number, 0);
            }
        }
    }

    /** Reads to the end: each row has to be the right one, none may be missing. */
    public static void checkRest(ResultSet rows, int number, int from) throws SQLException {
        for (int row = from; row < NumberedNode.ROWS; row++) {
            checkNext(rows, number, row);
        }
        assertThat(rows.next()).as("a row more").isFalse();
    }

    public static void checkNext(ResultSet rows, int number, int row) throws SQLException {
        assertThat(rows.next()).as("row %s of query %s", row, number).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(NumberedNode.n(number, row));
        assertThat(rows.getString(2)).isEqualTo(NumberedNode.t(number, row));
        assertThat(rows.getInt("n")).isEqualTo((int) NumberedNode.n(number, row));
    }

    /** What two threads did leaves the connection usable, unless they closed it. */
    void checkUsable() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        checkQuery(connection, 7);
        assertThat(connection.isValid(20)).isTrue();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
