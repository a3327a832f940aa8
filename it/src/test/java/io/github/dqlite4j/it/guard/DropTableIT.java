package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.ClientPath;
import io.github.dqlite4j.it.fixture.ClientPlace;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rebuilding and dropping a table that others refer to: no row of another table is lost silently. */
class DropTableIT {
    /** As tools do it that know SQLite. */
    private static final List<String> REBUILD = List.of(
            "CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT, added TEXT)",
            "INSERT INTO new_parent (id, name) SELECT id, name FROM parent",
            "DROP TABLE parent",
            "ALTER TABLE new_parent RENAME TO parent");

    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        try (Connection connection = node.connect("?checkDropTable=false")) {
            for (String table : List.of("child", "other", "grandchild", "new_parent", "parent")) {
                run(connection, "DROP TABLE IF EXISTS " + table);
            }
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void family(Connection connection, String action) throws SQLException {
        run(
                connection,
                "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE TABLE child (id INTEGER PRIMARY KEY, \"par ent\" INTEGER DEFAULT 7 REFERENCES Parent ON DELETE "
                        + action + ")",
                "INSERT INTO parent VALUES (1, 'a'), (7, 'b')",
                "INSERT INTO child VALUES (10, 1), (11, NULL)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
    void rebuildingIsRefusedAndNothingIsLost(String action) throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            empty();
            try (Connection connection = node.connect()) {
                family(connection, action);
                connection.setAutoCommit(autoCommit);
                run(connection, REBUILD.get(0), REBUILD.get(1));
                assertThatThrownBy(() -> run(connection, REBUILD.get(2)))
                        .isInstanceOf(SQLNonTransientException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "2BP01")
                        .hasMessageStartingWith("refused: DROP TABLE parent would "
                                + (action.equals("CASCADE") ? "delete" : "change")
                                + " rows of child, which refers to it with ON DELETE " + action)
                        .hasMessageContaining("PRAGMA foreign_keys=OFF");
                assertThat(one(connection, "SELECT group_concat(id || ':' || ifnull(\"par ent\", '-')) FROM child"))
                        .isEqualTo("10:1,11:-");
                if (!autoCommit) {
                    connection.commit();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
    void rebuildingByTheClientIsRefusedAndNothingIsLost(String action) throws SQLException {
        for (ClientPlace place : ClientPlace.values()) {
            for (ClientPath path : ClientPath.values()) {
                if (path.givesCounts()) {
                    empty();
                    try (Connection connection = node.connect()) {
                        family(connection, action);
                        String drop = path == ClientPath.SCRIPT ? String.join(";", REBUILD) : REBUILD.get(2);
                        assertThat(path.failure(node, place, drop))
                                .as("by %s in %s", path, place)
                                .hasFieldOrPropertyWithValue("sqlState", "2BP01");
                        assertThat(one(
                                        connection,
                                        "SELECT group_concat(id || ':' || ifnull(\"par ent\", '-')) FROM child"))
                                .isEqualTo("10:1,11:-");
                    }
                }
            }
        }
    }

    @Test
    void withForeignKeysOffTheRebuildKeepsEverything() throws SQLException {
        try (Connection connection = node.connect()) {
            family(connection, "CASCADE");
            run(connection, "PRAGMA foreign_keys=OFF");
            connection.setAutoCommit(false);
            run(connection, REBUILD.toArray(String[]::new));
            assertThat(one(connection, "SELECT count(*) FROM pragma_foreign_key_check"))
                    .isEqualTo("0");
            connection.commit();
            connection.setAutoCommit(true);
            run(connection, "PRAGMA foreign_keys=ON");
            assertThat(one(connection, "SELECT count(*) FROM child")).isEqualTo("2");
            assertThatThrownBy(() -> run(connection, "INSERT INTO child VALUES (12, 99)"))
                    .hasFieldOrPropertyWithValue("SQLState", "23503");
            run(connection, "DELETE FROM parent WHERE id = 1");
            assertThat(one(connection, "SELECT count(*) FROM child")).isEqualTo("1");
        }
    }

    /** SQLite ignores the PRAGMA inside of a transaction. */
    @Test
    void foreignKeysOffInsideATransactionDoesNotHelp() throws SQLException {
        try (Connection connection = node.connect()) {
            family(connection, "CASCADE");
            connection.setAutoCommit(false);
            run(connection, REBUILD.get(0), "PRAGMA foreign_keys=OFF", REBUILD.get(1));
            assertThatThrownBy(() -> run(connection, REBUILD.get(2))).hasFieldOrPropertyWithValue("SQLState", "2BP01");
            connection.rollback();
            assertThat(one(connection, "SELECT count(*) FROM child")).isEqualTo("2");
        }
    }

    @Test
    void theOptionLetsItThrough() throws SQLException {
        try (Connection connection = node.connect("?checkDropTable=false")) {
            family(connection, "CASCADE");
            run(connection, REBUILD.toArray(String[]::new));
            assertThat(one(connection, "SELECT count(*) FROM child")).isEqualTo("1");
        }
    }

    @Test
    void whatDeletesNothingIsNotRefused() throws SQLException {
        try (Connection connection = node.connect()) {
            family(connection, "CASCADE");
            run(
                    connection,
                    "CREATE TEMP TABLE parent (a)",
                    "DROP TABLE temp.parent",
                    "DELETE FROM child WHERE id = 10",
                    "DROP TABLE parent",
                    "DROP TABLE IF EXISTS parent",
                    "CREATE TABLE other (id INTEGER PRIMARY KEY, up INTEGER REFERENCES other ON DELETE CASCADE)",
                    "INSERT INTO other VALUES (1, NULL), (2, 1)",
                    "DROP TABLE other");
            assertThat(one(connection, "SELECT count(*) FROM child")).isEqualTo("1");
        }
    }

    @Test
    void keysOfSeveralColumnsAndNamesInAnyCase() throws SQLException {
        try (Connection connection = node.connect()) {
            run(
                    connection,
                    "CREATE TABLE parent (a, b, PRIMARY KEY (a, b))",
                    "CREATE TABLE child (x, y, FOREIGN KEY (x, y) REFERENCES PARENT (a, b) ON DELETE CASCADE)",
                    "INSERT INTO parent VALUES (1, 2)",
                    "INSERT INTO child VALUES (1, NULL), (NULL, 2)");
            connection.setAutoCommit(false);
            run(connection, "DROP TABLE \"Parent\"");
            connection.rollback();
            run(connection, "INSERT INTO child VALUES (1, 2)");
            assertThatThrownBy(() -> run(connection, "DROP TABLE IF EXISTS main.[PARENT]"))
                    .hasFieldOrPropertyWithValue("SQLState", "2BP01");
            connection.rollback();
        }
    }
}
