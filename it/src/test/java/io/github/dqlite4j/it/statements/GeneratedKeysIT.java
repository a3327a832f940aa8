package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated keys are exactly those of the inserted rows. */
class GeneratedKeysIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("generated"));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private List<List<String>> keys(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
            return keys(statement);
        }
    }

    private static List<List<String>> keys(Statement statement) throws SQLException {
        try (ResultSet keys = statement.getGeneratedKeys()) {
            return Table.read(keys);
        }
    }

    /** Two rows are there, with the keys 1 and 2, when the statement comes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO %s (name) VALUES ('x') | 3",
                "INSERT INTO %s (name) VALUES ('x'), ('y'), ('z') | 3,4,5",
                "INSERT INTO %s (name) SELECT 'x' UNION SELECT 'y' | 3,4",
                "INSERT INTO %s VALUES (70, 'x') | 70",
                "INSERT INTO %s VALUES (-5, 'x') | -5",
                "INSERT INTO %s DEFAULT VALUES | 3",
                "WITH a AS (SELECT 'x' AS n) INSERT INTO %s (name) SELECT n FROM a | 3",
                "INSERT OR IGNORE INTO %s VALUES (1, 'x') | none",
                "INSERT OR IGNORE INTO %s VALUES (1, 'x'), (9, 'y') | 9",
                "INSERT INTO %s VALUES (1, 'x') ON CONFLICT DO NOTHING | none",
                "INSERT INTO %s VALUES (8, 'x') ON CONFLICT DO NOTHING | 8",
                "INSERT INTO %s VALUES (2, 'x') ON CONFLICT (id) DO UPDATE SET name = 'z' | 2",
                "REPLACE INTO %s VALUES (1, 'x') | 1",
                "INSERT OR REPLACE INTO %s VALUES (2, 'x') | 2",
                "UPDATE %s SET name = 'x' | none",
                "DELETE FROM %s | none",
                "INSERT INTO main.%s AS y (name) VALUES ('x') -- the end | 3",
            })
    void tellsTheIntegerPrimaryKey(String sql, String expected) throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
        table.run("INSERT INTO " + table.name() + " (name) VALUES ('a'), ('b')");
        assertThat(keys(sql.formatted(table.name())).stream().map(row -> row.get(0)))
                .containsExactly(expected.equals("none") ? new String[0] : expected.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id INTEGER PRIMARY KEY AUTOINCREMENT, n | id | 1",
                "n, \"The Id\" integer primary key | The Id | 1",
                "n | rowid | 1",
                "rowid TEXT, n | _rowid_ | 1",
                "id TEXT PRIMARY KEY DEFAULT 'k', n | rowid | 1",
                "id INTEGER PRIMARY KEY DESC, n | rowid | 1",
                "id INT PRIMARY KEY, n | rowid | 1",
                "a TEXT DEFAULT 'p', b INTEGER DEFAULT 7, n, PRIMARY KEY (b, a)) WITHOUT ROWID | b, a | 7, p",
            })
    void namesTheKeyOfEveryKindOfTable(String columns, String names, String values) throws SQLException {
        Table table = Table.create(connection, columns);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO " + table.name() + " (n) VALUES (5)", Statement.RETURN_GENERATED_KEYS);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                String[] labels = names.split(", ");
                assertThat(keys.getMetaData().getColumnCount()).isEqualTo(labels.length);
                assertThat(keys.next()).isTrue();
                for (int i = 0; i < labels.length; i++) {
                    assertThat(keys.getMetaData().getColumnLabel(i + 1)).isEqualTo(labels[i]);
                    assertThat(keys.getString(labels[i])).isEqualTo(values.split(", ")[i]);
                }
                assertThat(keys.next()).isFalse();
            }
        }
    }

    @Test
    void givesNoKeyForAView() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        table.run("CREATE VIEW " + table.name() + "_v AS SELECT id FROM " + table.name());
        table.run("CREATE TRIGGER " + table.name() + "_i INSTEAD OF INSERT ON " + table.name() + "_v BEGIN INSERT INTO "
                + table.name() + " VALUES (NEW.id * 10); END");
        assertThat(keys("INSERT INTO " + table.name() + "_v VALUES (1)")).isEmpty();
        assertThat(table.rows()).containsExactly(List.of("10"));
    }

    @Test
    void isNotMisledByTriggers() throws SQLException {
        Table log = Table.create(connection, "id INTEGER PRIMARY KEY, what");
        log.run("INSERT INTO " + log.name() + " VALUES (5000, 'first')");
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name");
        table.run("CREATE TRIGGER " + table.name() + "_a AFTER INSERT ON " + table.name() + " BEGIN INSERT INTO "
                + log.name() + " (what) VALUES (NEW.name); END");
        table.run("CREATE TRIGGER " + table.name() + "_b BEFORE INSERT ON " + table.name()
                + " WHEN NEW.name = 'no' BEGIN SELECT RAISE(IGNORE); END");
        assertThat(keys("INSERT INTO " + table.name() + " (name) VALUES ('x')")).containsExactly(List.of("1"));
        assertThat(keys("INSERT INTO " + table.name() + " (name) VALUES ('no')"))
                .isEmpty();
        assertThat(keys("INSERT INTO " + table.name() + " (name) VALUES ('no'), ('y')"))
                .containsExactly(List.of("2"));
        assertThat(log.size()).isEqualTo(3);
    }

    @Test
    void givesTheColumnsThatAreAskedFor() throws SQLException {
        Table table = Table.create(
                connection,
                "id INTEGER PRIMARY KEY, name TEXT DEFAULT 'none', twice AS (id * 2), \"odd \"\"name\" INT");
        String insert = "INSERT INTO " + table.name() + " (\"odd \"\"name\") VALUES (?)";
        try (PreparedStatement statement =
                connection.prepareStatement(insert, new String[] {"NAME", "twice", "odd \"name"})) {
            statement.setInt(1, 9);
            assertThat(statement.executeUpdate()).isOne();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getString("name")).isEqualTo("none");
                assertThat(keys.getInt("twice")).isEqualTo(2);
                assertThat(keys.getInt("odd \"name")).isEqualTo(9);
                assertThat(keys.next()).isFalse();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(insert, new int[] {2, 1})) {
            statement.setInt(1, 9);
            statement.execute();
            assertThat(statement.getUpdateCount()).isOne();
            assertThat(keys(statement)).containsExactly(List.of("none", "2"));
        }
        try (Statement statement = connection.createStatement()) {
            String text = insert.replace("?", "1");
            statement.executeUpdate(text, new String[] {"id"});
            assertThat(keys(statement)).containsExactly(List.of("3"));
            statement.executeLargeUpdate(text, new int[] {1});
            assertThat(keys(statement)).containsExactly(List.of("4"));
            assertThat(statement.execute(text, new String[] {"rowid"})).isFalse();
            assertThat(keys(statement)).containsExactly(List.of("5"));
        }
    }

    /** As a query gives them; a rowid is a long as a key. */
    @Test
    void givesColumnsOfTheirDeclaredTypes() throws SQLException {
        Table table = Table.create(
                connection,
                "id INTEGER PRIMARY KEY, n TEXT, d DATE DEFAULT '2024-01-02', b BOOLEAN DEFAULT 1, p DECIMAL(10,2),"
                        + " ts TIMESTAMP DEFAULT '2024-01-02 03:04:05'");
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + table.name() + " (n, p) VALUES ('x', 1.5)",
                new String[] {"id", "d", "b", "p", "ts", "n"})) {
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getObject("id")).isEqualTo(1L);
                assertThat(keys.getObject("d")).isEqualTo(java.sql.Date.valueOf("2024-01-02"));
                assertThat(keys.getObject("b")).isEqualTo(true);
                assertThat(keys.getObject("p")).isEqualTo(new java.math.BigDecimal("1.50"));
                assertThat(keys.getObject("ts")).isEqualTo(java.sql.Timestamp.valueOf("2024-01-02 03:04:05"));
                assertThat(keys.getObject("n")).isEqualTo("x");
                assertThat(keys.getMetaData().getTableName(2)).isEqualTo(table.name());
            }
        }
    }

    @Test
    void refusesColumnsThatDoNotExist() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY");
        String insert = "INSERT INTO " + table.name() + " VALUES (1)";
        try (Statement statement = connection.createStatement()) {
            for (String[] names : List.of(new String[] {"nope"}, new String[] {"id", "1"})) {
                assertThatThrownBy(() -> statement.executeUpdate(insert, names))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("42S22"));
            }
            assertThatThrownBy(() -> statement.executeUpdate(insert, new int[] {2}))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.executeUpdate(insert, 77)).isInstanceOf(SQLException.class);
        }
        assertThat(table.size()).as("nothing was sent").isZero();
    }

    @Test
    void generatedKeysAreEmptyUnlessRequested() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name");
        String insert = "INSERT INTO " + table.name() + " (name) VALUES ('x')";
        try (Statement statement = connection.createStatement()) {
            assertThat(keys(statement)).as("before an execution").isEmpty();
            statement.executeUpdate(insert);
            assertThat(keys(statement)).isEmpty();
            statement.executeUpdate(insert, Statement.NO_GENERATED_KEYS);
            assertThat(keys(statement)).isEmpty();
            statement.executeUpdate(insert, Statement.RETURN_GENERATED_KEYS);
            assertThat(keys(statement)).containsExactly(List.of("3"));
            assertThat(keys(statement)).as("again").containsExactly(List.of("3"));
            statement.execute("SELECT 1", Statement.RETURN_GENERATED_KEYS);
            assertThat(keys(statement)).as("of the next execution").isEmpty();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.getMetaData().getColumnCount()).isOne();
            }
        }
    }

    /** Each statement has a RETURNING clause of its own; two rows are there, with the keys 1 and 2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO %s (name) VALUES ('x') RETURNING id | 1 | 3",
                "INSERT INTO %s (name) VALUES ('x'), ('y') RETURNING id, name | 2 | 3,x;4,y",
                "INSERT OR IGNORE INTO %s VALUES (1, 'x') RETURNING id | 0 | ",
                "INSERT INTO %s VALUES (2, 'x') ON CONFLICT (id) DO UPDATE SET name = 'z' RETURNING name | 1 | z",
                "REPLACE INTO %s VALUES (1, 'x') RETURNING id * 10 AS ten | 1 | 10",
                "UPDATE %s SET name = 'x' RETURNING id, name | 2 | 1,x;2,x",
                "DELETE FROM %s WHERE id = 2 RETURNING name | 1 | b",
                "DELETE FROM %s WHERE id = 9 RETURNING * | 0 | ",
            })
    void rowsOfAReturningClauseAreKeysIfKeysAreAskedFor(String sql, int count, String expected) throws SQLException {
        List<List<String>> rows = expected == null
                ? List.of()
                : Arrays.stream(expected.split(";"))
                        .map(row -> List.of(row.split(",")))
                        .toList();
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (int way = 0; way < 6; way++) {
                connection.setAutoCommit(true);
                Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
                table.run("INSERT INTO " + table.name() + " (name) VALUES ('a'), ('b')");
                connection.setAutoCommit(autoCommit);
                String text = sql.formatted(table.name());
                try (Statement statement = connection.createStatement();
                        PreparedStatement generated =
                                connection.prepareStatement(text, Statement.RETURN_GENERATED_KEYS);
                        PreparedStatement named = connection.prepareStatement(text, new String[] {"id"});
                        PreparedStatement numbered = connection.prepareStatement(text, new int[] {1})) {
                    Statement done = switch (way) {
                        case 0, 1 -> statement;
                        case 2, 3 -> generated;
                        case 4 -> named;
                        default -> numbered;
                    };
                    switch (way) {
                        case 0 ->
                            assertThat(statement.executeUpdate(text, Statement.RETURN_GENERATED_KEYS))
                                    .isEqualTo(count);
                        case 1 ->
                            assertThat(statement.execute(text, new String[] {"id"}))
                                    .isFalse();
                        case 2 -> assertThat(generated.executeUpdate()).isEqualTo(count);
                        case 3 -> {
                            generated.addBatch();
                            assertThat(generated.executeBatch()).containsExactly(count);
                        }
                        case 4 -> assertThat(named.execute()).isFalse();
                        default -> assertThat(numbered.executeLargeUpdate()).isEqualTo(count);
                    }
                    if (way != 3) {
                        assertThat(done.getUpdateCount()).isEqualTo(count);
                        assertThat(done.getResultSet()).isNull();
                    }
                    assertThat(keys(done)).as("way " + way).isEqualTo(rows);
                }
                connection.setAutoCommit(true);
            }
        }
    }

    @Test
    void aReturningClauseInABatchYieldsTheKeysOfAllRows() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + table.name() + " (name) VALUES (?) RETURNING id, name",
                Statement.RETURN_GENERATED_KEYS)) {
            for (String name : List.of("a", "b", "c", "d", "e")) {
                insert.setString(1, name);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1, 1, 1);
            assertThat(keys(insert))
                    .containsExactly(
                            List.of("1", "a"),
                            List.of("2", "b"),
                            List.of("3", "c"),
                            List.of("4", "d"),
                            List.of("5", "e"));
        }
    }

    @Test
    void withoutARequestForKeysTheRowsAreAResult() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
        String insert = "INSERT INTO " + table.name() + " (name) VALUES ('x') RETURNING id";
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute(insert)).isTrue();
            assertThat(keys(statement)).isEmpty();
            assertThatThrownBy(() -> statement.executeUpdate(insert)).isInstanceOf(SQLException.class);
            assertThat(statement.execute("SELECT id FROM " + table.name(), Statement.RETURN_GENERATED_KEYS))
                    .isTrue();
        }
        try (PreparedStatement prepared = connection.prepareStatement(insert, Statement.RETURN_GENERATED_KEYS);
                ResultSet rows = prepared.executeQuery()) {
            assertThat(rows.next()).as("executeQuery yields rows").isTrue();
        }
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void tellsTheKeysOfAScript() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name");
        assertThat(keys("INSERT INTO " + table.name() + " (name) VALUES ('x'); INSERT INTO " + table.name()
                        + " (name) VALUES ('y'), ('z')"))
                .containsExactly(List.of("1"), List.of("2"), List.of("3"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsTheKeysOfABatch(boolean autoCommit) throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT UNIQUE");
        connection.setAutoCommit(autoCommit);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + table.name() + " (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 1; i <= 200; i++) {
                insert.setString(1, "n" + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(200).containsOnly(1);
            try (ResultSet keys = insert.getGeneratedKeys()) {
                for (int i = 1; i <= 200; i++) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong("id")).isEqualTo(i);
                }
                assertThat(keys.next()).isFalse();
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR IGNORE INTO " + table.name() + " (name) VALUES (?)", new String[] {"name", "id"})) {
            for (String name : List.of("x", "n7", "y")) {
                insert.setString(1, name);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 0, 1);
            assertThat(keys(insert)).containsExactly(List.of("x", "201"), List.of("y", "202"));
        }
    }

    @Test
    void followsATableThatChanges() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name");
        String insert = "INSERT INTO " + table.name() + " (name) VALUES ('x')";
        assertThat(keys(insert)).containsExactly(List.of("1"));
        table.run("DROP TABLE " + table.name());
        table.run("CREATE TABLE " + table.name() + " (name, code TEXT DEFAULT 'c', PRIMARY KEY (code)) WITHOUT ROWID");
        assertThat(keys(insert)).containsExactly(List.of("c"));
    }

    @Test
    void takesTheTemporaryTableThatHidesAnother() throws SQLException {
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name");
        table.run("CREATE TEMP TABLE " + table.name()
                + " (name, code TEXT DEFAULT 'c', PRIMARY KEY (code)) WITHOUT ROWID");
        assertThat(keys("INSERT INTO " + table.name() + " (name) VALUES ('x')")).containsExactly(List.of("c"));
        assertThat(keys("INSERT INTO main." + table.name() + " (name) VALUES ('x')"))
                .containsExactly(List.of("1"));
    }
}
