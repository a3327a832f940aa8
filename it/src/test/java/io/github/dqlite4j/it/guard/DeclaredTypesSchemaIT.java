package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns declared BOOLEAN, DATE, DATETIME or TIMESTAMP stay guarded after any DDL, or need no guard. */
class DeclaredTypesSchemaIT {
    private static NodeUnderTest node;
    private static int number;

    private final String t = "t" + ++number;
    private Connection exact;
    private Connection plain;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        exact = node.connect("?declaredTypes=exact");
        plain = node.connect();
    }

    /** Another client reads all tables, which crashes the node if anything got past the guard. */
    @AfterEach
    void nodeIsAlive() throws SQLException {
        exact.close();
        for (Object table :
                column(plain, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '" + t + "%'")) {
            node.shell("SELECT * FROM " + table);
        }
        plain.close();
        node.assertAlive();
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    private static List<Object> column(Connection connection, String sql) throws SQLException {
        List<Object> cells = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                cells.add(rows.getString(1));
            }
        }
        return cells;
    }

    private static void refused(Connection connection, String sql) {
        assertThatThrownBy(() -> run(connection, sql))
                .as(sql)
                .hasFieldOrPropertyWithValue("SQLState", "22018")
                .hasMessageContaining("would crash the node");
    }

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, BOOLEAN(1)",
        "date, date(10)",
        "DateTime, DateTime(6)",
        "TIMESTAMP, TIMESTAMP(6)",
        "BOOL, BOOL",
        "TIMESTAMP(3), TIMESTAMP(3)"
    })
    void aTableMadeThroughTheDriverHasAnEquivalentType(String written, String declared) throws SQLException {
        String type = "SELECT type FROM pragma_table_info('" + t + "') WHERE cid > 0";
        run(plain, "CREATE TABLE " + t + " (id INTEGER, c " + written + ")");
        run(plain, "ALTER TABLE " + t + " ADD COLUMN d " + written + " DEFAULT 1");
        run(plain, "ALTER TABLE " + t + " RENAME COLUMN d TO e", "ALTER TABLE " + t + " RENAME TO " + t + "x");
        assertThat(column(plain, type.replace(t, t + "x"))).containsExactly(declared, declared);
        run(plain, "INSERT INTO " + t + "x VALUES (1, NULL, 'any text'), (2, 1.5, x'00')");
        assertThat(column(plain, "SELECT typeof(c) || typeof(e) FROM " + t + "x ORDER BY id"))
                .containsExactly("nulltext", "realblob");
        run(exact, "CREATE TABLE " + t + " (id INTEGER, c " + written + ")", "ALTER TABLE " + t + " ADD d " + written);
        assertThat(column(exact, type)).containsExactly(written, written);
    }

    @Test
    void aDefaultIsGuarded() throws SQLException {
        run(exact, "CREATE TABLE " + t + " (id INTEGER PRIMARY KEY, c BOOLEAN DEFAULT 'yes', d DATE DEFAULT 1.5)");
        for (Connection connection : List.of(exact, plain)) {
            refused(connection, "INSERT INTO " + t + " (id) VALUES (1)");
            refused(connection, "INSERT INTO " + t + " DEFAULT VALUES");
            refused(connection, "INSERT INTO " + t + " (c) VALUES (1)");
        }
        run(exact, "INSERT INTO " + t + " (c, d) VALUES (NULL, NULL)");
        assertThat(column(plain, "SELECT c FROM " + t)).containsExactly((Object) null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"BOOLEAN DEFAULT 'yes'", "DATE DEFAULT '12.5'", "TIMESTAMP DEFAULT x'00'", "DATETIME DEFAULT 1.5"
            })
    void aColumnIsNotAddedWithADefaultThatEndsANode(String column) throws SQLException {
        run(exact, "CREATE TABLE " + t + " (id INTEGER)", "INSERT INTO " + t + " VALUES (1)");
        assertThatThrownBy(() -> run(exact, "ALTER TABLE " + t + " ADD " + column.replaceFirst("", "c ")))
                .hasFieldOrPropertyWithValue("SQLState", "42501")
                .hasMessageContaining("declare the type with a length");
        run(
                exact,
                "ALTER TABLE " + t + " ADD d DATE DEFAULT '2026-11-21'",
                "ALTER TABLE " + t + " ADD b BOOLEAN DEFAULT 1");
        assertThat(column(exact, "SELECT d || b FROM " + t)).containsExactly("2026-11-211");
        run(plain, "ALTER TABLE " + t + " ADD " + column.replaceFirst("", "c "));
        assertThat(column(plain, "SELECT c IS NOT NULL FROM " + t)).containsExactly("1");
    }

    @Test
    void triggersOfTheUserAreGuarded() throws SQLException {
        run(
                exact,
                "CREATE TABLE " + t + " (id INTEGER PRIMARY KEY, c BOOLEAN, note)",
                "CREATE TRIGGER i" + t + " AFTER INSERT ON " + t + " WHEN NEW.note = 'i' BEGIN UPDATE " + t
                        + " SET c = 'yes' WHERE id = NEW.id; END",
                "CREATE TRIGGER u" + t + " AFTER UPDATE OF c ON " + t + " WHEN NEW.note = 'u' BEGIN UPDATE " + t
                        + " SET c = 1.5 WHERE id = NEW.id; END",
                "CREATE TRIGGER b" + t + " BEFORE UPDATE ON " + t + " WHEN NEW.note = 'b' BEGIN INSERT INTO " + t
                        + " VALUES (9, x'00', ''); END",
                "INSERT INTO " + t + " VALUES (1, 1, 'u')");
        for (Connection connection : List.of(exact, plain)) {
            refused(connection, "INSERT INTO " + t + " VALUES (2, 1, 'i')");
            refused(connection, "UPDATE " + t + " SET c = 0");
            refused(connection, "UPDATE " + t + " SET note = 'b'");
        }
        assertThat(column(plain, "SELECT c FROM " + t)).containsExactly("1");
    }

    @Test
    void foreignKeysAreGuarded() throws SQLException {
        run(
                exact,
                "CREATE TABLE " + t + "p (k UNIQUE)",
                "INSERT INTO " + t + "p VALUES (1), (2), ('yes')",
                "CREATE TABLE " + t + " (id INTEGER PRIMARY KEY, c BOOLEAN REFERENCES " + t + "p(k) ON UPDATE CASCADE)",
                "CREATE TABLE " + t + "d (id INTEGER PRIMARY KEY, c BOOLEAN DEFAULT 'yes' REFERENCES " + t
                        + "p(k) ON DELETE SET DEFAULT)",
                "INSERT INTO " + t + " VALUES (1, 1)",
                "INSERT INTO " + t + "d VALUES (1, 2)");
        for (Connection connection : List.of(exact, plain)) {
            refused(connection, "UPDATE " + t + "p SET k = 'no' WHERE k = 1");
            refused(connection, "DELETE FROM " + t + "p WHERE k = 2");
        }
        run(exact, "UPDATE " + t + "p SET k = 0 WHERE k = 1");
        assertThat(column(plain, "SELECT c FROM " + t)).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"VIRTUAL", "STORED"})
    void generatedColumnsAreGuarded(String kind) throws SQLException {
        run(
                exact,
                "CREATE TABLE " + t + " (id INTEGER PRIMARY KEY, a, g BOOLEAN GENERATED ALWAYS AS (a) " + kind + ")",
                "INSERT INTO " + t + " (a) VALUES (1), (NULL)");
        for (Connection connection : List.of(exact, plain)) {
            refused(connection, "INSERT INTO " + t + " (a) VALUES ('yes')");
            refused(connection, "UPDATE " + t + " SET a = 1.5");
            refused(connection, "INSERT INTO " + t + " (id, a) VALUES (1, 0) ON CONFLICT DO UPDATE SET a = 'yes'");
            assertThat(column(connection, "SELECT g FROM " + t)).containsExactly("1", null);
        }
    }

    @Test
    void renamedAndRebuiltTablesAreGuarded() throws SQLException {
        run(
                exact,
                "CREATE TABLE " + t + " (id INTEGER PRIMARY KEY, c BOOLEAN)",
                "ALTER TABLE " + t + " RENAME TO " + t + "a");
        refused(exact, "INSERT INTO " + t + "a (c) VALUES ('yes')");
        run(exact, "ALTER TABLE " + t + "a RENAME COLUMN c TO flag");
        refused(exact, "INSERT INTO " + t + "a (flag) VALUES ('yes')");
        refused(
                plain,
                "UPDATE " + t + "a SET flag = 'yes' WHERE (SELECT 1) OR 1; INSERT INTO " + t
                        + "a (flag) VALUES ('yes')");
        run(exact, "ALTER TABLE " + t + "a ADD day DATE", "INSERT INTO " + t + "a VALUES (1, 1, '2026-11-21')");
        refused(exact, "UPDATE " + t + "a SET day = 1.5");
        run(exact, "ALTER TABLE " + t + "a DROP COLUMN flag");
        refused(exact, "UPDATE " + t + "a SET day = x'00'");
        run(exact, "DROP TABLE " + t + "a", "CREATE TABLE " + t + "a (x TIMESTAMP PRIMARY KEY) WITHOUT ROWID");
        refused(exact, "INSERT INTO " + t + "a VALUES (1.5)");
        run(exact, "CREATE TABLE " + t + "b AS SELECT x, x AS y FROM " + t + "a");
        run(exact, "INSERT INTO " + t + "b VALUES (1.5, x'00')");
        assertThat(column(exact, "SELECT typeof(x) || typeof(y) FROM " + t + "b"))
                .containsExactly("realblob");
        run(exact, "CREATE TEMP TABLE " + t + "c (b BOOLEAN)");
        refused(exact, "INSERT INTO temp." + t + "c VALUES ('yes')");
    }

    @Test
    void whatATransactionMakesIsGuarded() throws SQLException {
        exact.setAutoCommit(false);
        run(exact, "CREATE TABLE " + t + " (c BOOLEAN)");
        refused(exact, "INSERT INTO " + t + " VALUES ('yes')");
        run(exact, "INSERT INTO " + t + " VALUES (1)");
        var savepoint = exact.setSavepoint();
        run(exact, "ALTER TABLE " + t + " ADD d DATE");
        refused(exact, "UPDATE " + t + " SET d = 1.5");
        exact.rollback(savepoint);
        refused(exact, "UPDATE " + t + " SET c = 1.5");
        run(exact, "DROP TABLE " + t);
        exact.rollback(savepoint);
        refused(exact, "UPDATE " + t + " SET c = 1.5");
        assertThat(column(exact, "SELECT c FROM " + t)).containsExactly("1");
        exact.rollback();
        run(exact, "CREATE TABLE " + t + " (c TIMESTAMP)");
        refused(exact, "INSERT INTO " + t + " VALUES (1.5)");
        exact.commit();
        refused(exact, "INSERT INTO " + t + " VALUES (1.5)");
        exact.rollback();
        refused(plain, "INSERT INTO " + t + " VALUES (1.5)");
    }

    @Test
    void theGuardCannotBeDropped() throws SQLException {
        run(exact, "CREATE TABLE " + t + " (c BOOLEAN)", "INSERT INTO " + t + " VALUES (NULL)");
        List<Object> triggers =
                column(exact, "SELECT name FROM sqlite_temp_schema WHERE type = 'trigger' AND name LIKE 'dqlite4j%'");
        assertThat(triggers).hasSizeGreaterThan(1);
        for (Object trigger : triggers) {
            for (String name : List.of("" + trigger, "temp." + trigger, "\"" + trigger + "\"")) {
                assertThatThrownBy(() -> run(exact, "DROP TRIGGER IF EXISTS " + name))
                        .hasFieldOrPropertyWithValue("SQLState", "42501");
            }
        }
        refused(exact, "INSERT INTO " + t + " VALUES ('yes')");
    }

    /** The guard is of the connection, and does not make it unable to follow the leader. */
    @Test
    void valuesThatWereStoredByOthersCanBeMended() throws SQLException {
        node.shell("CREATE TABLE " + t + " (id INTEGER PRIMARY KEY, c BOOLEAN, note)");
        node.shell("INSERT INTO " + t + " VALUES (1, 'yes', 'a'), (2, 1.5, 'b'), (3, NULL, 'c')");
        assertThat(column(plain, "SELECT c FROM " + t)).containsExactly("yes", "1.5", null);
        run(plain, "UPDATE " + t + " SET note = 'touched'");
        run(plain, "UPDATE " + t + " SET c = c IN ('yes', 1) WHERE typeof(c) NOT IN ('integer', 'null')");
        assertThat(column(plain, "SELECT c FROM " + t)).containsExactly("1", "0", null);
    }
}
