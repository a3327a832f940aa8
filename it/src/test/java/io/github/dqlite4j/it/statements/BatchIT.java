package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches: rows that are sent in one statement behave as if each were sent alone. */
class BatchIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("batches"));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void add(PreparedStatement insert, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsManyRowsInAStatement(boolean autoCommit) throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT, data BLOB");
        connection.setAutoCommit(autoCommit);
        List<String> sent = new ArrayList<>();
        DqliteListener listener = new DqliteListener() {
            @Override
            public void executed(Executed event) {
                if (event.sql().contains(table.name())) {
                    sent.add(event.sql());
                }
            }
        };
        DqliteDriver.addListener(listener);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table.name() + " (name, data) VALUES (?, ?)")) {
            for (int i = 1; i <= 1000; i++) {
                add(insert, i % 7 == 0 ? null : "name " + i, new byte[] {(byte) i});
            }
            assertThat(insert.executeBatch()).containsExactly(ones(1000));
            assertThat(insert.executeBatch()).as("it is empty again").isEmpty();
        } finally {
            DqliteDriver.removeListener(listener);
        }
        assertThat(sent).hasSizeBetween(8, 16);
        if (!autoCommit) {
            connection.commit();
        }
        List<List<String>> rows = table.query("SELECT id, name, hex(data) FROM " + table.name() + " ORDER BY id");
        assertThat(rows).hasSize(1000);
        for (int i = 1; i <= 1000; i++) {
            assertThat(rows.get(i - 1))
                    .containsExactly(
                            String.valueOf(i), i % 7 == 0 ? null : "name " + i, String.format("%02X", (byte) i));
        }
    }

    @Test
    void sendsFewRowsOneByOne() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        List<String> sent = new ArrayList<>();
        DqliteListener listener = new DqliteListener() {
            @Override
            public void executed(Executed event) {
                sent.add(event.sql().split(" ")[0]);
            }
        };
        DqliteDriver.addListener(listener);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?)")) {
            for (int i = 1; i <= 3; i++) {
                add(insert, i);
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            assertThat(sent).containsExactly("BEGIN", "INSERT", "INSERT", "INSERT", "COMMIT");
            sent.clear();
            for (int i = 4; i <= 7; i++) {
                add(insert, i);
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1, 1);
            assertThat(sent).containsExactly("BEGIN", "SAVEPOINT", "INSERT", "RELEASE", "COMMIT");
            sent.clear();
            add(insert, 8);
            assertThat(insert.executeBatch()).containsExactly(1);
            assertThat(sent).containsExactly("INSERT");
        } finally {
            DqliteDriver.removeListener(listener);
        }
        assertThat(table.size()).isEqualTo(8);
    }

    @Test
    void findsTheRowThatFails() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?, ?)")) {
            for (int i = 0; i < 300; i++) {
                add(insert, i == 200 ? 13 : i, "name");
            }
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getSQLState()).isEqualTo("23505");
            assertThat(failure.getUpdateCounts()).containsExactly(ones(200));
            assertThat(failure.getLargeUpdateCounts()).hasSize(200).containsOnly(1);
            assertThat(failure.getMessage()).contains("step 201");
            assertThat((Throwable) failure.getNextException()).isSameAs(failure.getCause());
            assertThat(insert.executeBatch()).as("it is empty after a failure").isEmpty();
        }
        assertThat(table.size()).as("the transaction goes on").isEqualTo(200);
        connection.commit();
        assertThat(table.size()).isEqualTo(200);
    }

    @Test
    void leavesNothingWhenItFailsInAutoCommit() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT NOT NULL");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?, ?)")) {
            for (int i = 0; i < 150; i++) {
                add(insert, i, i == 149 ? null : "name");
            }
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getSQLState()).isEqualTo("23502");
            assertThat(failure.getUpdateCounts()).containsExactly(ones(149));
        }
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(table.size()).isZero();
        try (Connection other = DriverManager.getConnection(CLUSTER.jdbcUrl("batches"))) {
            new Table(other, table.name()).run("INSERT INTO " + table.name() + " VALUES (1, 'not locked')");
        }
        assertThat(table.size()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "INSERT OR IGNORE INTO %s VALUES (?, ?) # 1,1,0,1 # 1 a, 2 b, 3 d",
                "INSERT OR REPLACE INTO %s VALUES (?, ?) # 1,1,1,1 # 1 c, 2 b, 3 d",
                "REPLACE INTO %s VALUES (?, ?) # 1,1,1,1 # 1 c, 2 b, 3 d",
                "INSERT INTO %s VALUES (?, ?) ON CONFLICT DO NOTHING # 1,1,0,1 # 1 a, 2 b, 3 d",
                "INSERT INTO %s VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = name || excluded.name # 1,1,1,1 # 1 ac, 2 b, 3 d",
                "UPDATE %s SET name = ?2 WHERE id >= ?1 # 0,0,0,0 # none",
            })
    void countsTheChangesOfEachRow(String sql, String counts, String rows) throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
        try (PreparedStatement insert = connection.prepareStatement(sql.formatted(table.name()))) {
            add(insert, 1, "a");
            add(insert, 2, "b");
            add(insert, 1, "c");
            add(insert, 3, "d");
            assertThat(insert.executeBatch())
                    .containsExactly(Arrays.stream(counts.split(","))
                            .mapToInt(Integer::parseInt)
                            .toArray());
        }
        assertThat(table.rows().stream().map(row -> String.join(" ", row)))
                .containsExactly(rows.equals("none") ? new String[0] : rows.split(", "));
    }

    @Test
    void countsNoRowThatATriggerSwallows() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        table.run("CREATE TRIGGER " + table.name() + "_r BEFORE INSERT ON " + table.name()
                + " WHEN NEW.id % 3 = 0 BEGIN SELECT RAISE(IGNORE); END");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?)")) {
            for (int i = 1; i <= 6; i++) {
                add(insert, i);
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 0, 1, 1, 0);
        }
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void insertsIntoAViewThatATriggerServes() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        table.run("CREATE VIEW " + table.name() + "_v AS SELECT id FROM " + table.name());
        table.run("CREATE TRIGGER " + table.name() + "_i INSTEAD OF INSERT ON " + table.name() + "_v BEGIN INSERT INTO "
                + table.name() + " VALUES (NEW.id * 10); END");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + "_v VALUES (?)")) {
            for (int i = 1; i <= 3; i++) {
                add(insert, i);
            }
            assertThat(insert.executeBatch()).hasSize(3);
        }
        assertThat(table.rows()).containsExactly(List.of("10"), List.of("20"), List.of("30"));
    }

    @Test
    void saysWhenAConflictHasEndedTheTransaction() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        connection.setAutoCommit(false);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR ROLLBACK INTO " + table.name() + " VALUES (?)")) {
            add(insert, 1);
            add(insert, 2);
            add(insert, 1);
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getSQLState()).isEqualTo("23505");
            assertThat(failure.getUpdateCounts()).containsExactly(1, 1);
        }
        connection.rollback();
        assertThat(table.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 200, 255})
    void takesRowsOfAnyWidth(int columns) throws SQLException {
        String names = String.join(
                ", ", IntStream.rangeClosed(1, columns).mapToObj(i -> "c" + i).toList());
        Table table = Table.create(connection, names);
        String sql = "INSERT INTO " + table.name() + " VALUES (" + String.join(", ", Collections.nCopies(columns, "?"))
                + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int row = 1; row <= 5; row++) {
                int number = row;
                add(
                        insert,
                        IntStream.rangeClosed(1, columns)
                                .mapToObj(i -> number * 1000 + i)
                                .toArray());
            }
            assertThat(insert.executeBatch()).containsExactly(ones(5));
        }
        List<List<String>> rows = table.rows();
        assertThat(rows).hasSize(5);
        assertThat(rows.get(4)).hasSize(columns).startsWith("5001").endsWith(String.valueOf(5000 + columns));
    }

    @Test
    void executesTextsInOneTransaction() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (1), (2)");
            statement.addBatch("CREATE INDEX " + table.name() + "_x ON " + table.name() + " (id)");
            statement.addBatch("DELETE FROM " + table.name() + " WHERE id = 1");
            assertThat(statement.executeLargeBatch()).containsExactly(2, 0, 1);
            assertThat(table.rows()).containsExactly(List.of("2"));

            statement.addBatch("INSERT INTO " + table.name() + " VALUES (3)");
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (2)");
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (4)");
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(failure.getUpdateCounts()).containsExactly(1);
            assertThat(table.rows()).as("of the second").containsExactly(List.of("2"));

            statement.addBatch("INSERT INTO " + table.name() + " VALUES (5)");
            statement.clearBatch();
            assertThat(statement.executeBatch()).isEmpty();
        }
    }

    @Test
    void endsBeforeAStatementThatYieldsRows() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (1)");
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (2) RETURNING id");
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (3)");
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(failure.getMessage()).startsWith("The statement yields rows");
            assertThat(failure.getUpdateCounts()).containsExactly(1);
        }
        assertThat(table.rows()).containsExactly(List.of("1"));
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?) RETURNING id")) {
            add(insert, 4);
            add(insert, 5);
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getUpdateCounts()).isEmpty();
        }
        assertThat(table.rows()).containsExactly(List.of("1"));
    }

    @Test
    void doesNothingOfABatchWithARefusedStatement() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (1)");
            statement.addBatch("/* */ pragma JOURNAL_MODE = delete");
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void keepsWhatCannotBePartOfATransactionOutside() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("PRAGMA foreign_keys = OFF");
            statement.addBatch("INSERT INTO " + table.name() + " VALUES (1)");
            assertThat(statement.executeBatch()).containsExactly(0, 1);
        }
        assertThat(table.query("PRAGMA foreign_keys")).containsExactly(List.of("0"));
        assertThat(table.size()).isOne();
    }

    @Test
    void wantsAllParametersOfEachRow() throws SQLException {
        Table table = Table.create(connection, "a, b");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?, ?)")) {
            insert.setInt(1, 1);
            assertThatThrownBy(insert::addBatch)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07001"));
            insert.setInt(2, 2);
            insert.addBatch();
            insert.setInt(2, 3);
            insert.addBatch();
            insert.clearParameters();
            assertThat(insert.executeBatch()).containsExactly(1, 1);
        }
        assertThat(table.rows()).containsExactlyInAnyOrder(List.of("1", "2"), List.of("1", "3"));
    }

    @Test
    void refusesTextsInAPreparedStatement() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT 1")) {
            assertThatThrownBy(() -> select.addBatch("DELETE FROM t")).isInstanceOf(SQLException.class);
        }
    }
}
