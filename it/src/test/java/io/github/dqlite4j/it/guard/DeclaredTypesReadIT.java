package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.client.DqliteRow;
import io.github.dqlite4j.client.SqlClient;
import io.github.dqlite4j.it.client.Futures;
import io.github.dqlite4j.it.fixture.ClientPath;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables of another client with values that crash the node when they are read directly: through the driver every value arrives as it is
 * stored, a NULL as NULL.
 */
class DeclaredTypesReadIT {
    private static final List<String> STORED =
            List.of("NULL", "0", "1", "1700000000", "1.5", "'2026-11-21'", "'yes'", "''", "X'00FF'");

    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        node.shell("CREATE TABLE t (id INTEGER PRIMARY KEY, b BOOLEAN, d DATE, dt DATETIME, ts TIMESTAMP, plain)");
        for (String value : STORED) {
            node.shell("INSERT INTO t (b, d, dt, ts, plain) VALUES (" + String.join(", ", List.of(value, value, value))
                    + ", " + value + ", " + value + ")");
        }
        node.shell("CREATE VIEW foreign_view AS SELECT id, b AS c, d FROM t");
        node.shell("CREATE TABLE target (id INTEGER PRIMARY KEY, plain)");
        node.shell("INSERT INTO target VALUES (1, 1)");
        node.shell("CREATE TABLE log (plain)");
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER through_view INSTEAD OF INSERT ON foreign_view"
                    + " BEGIN INSERT INTO log VALUES (NEW.c); END");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    @AfterEach
    void nodeIsAlive() throws SQLException {
        node.assertAlive();
    }

    /** One cell, as SQLite's quote() writes it, read by the getter that fits. */
    private static String cell(ResultSet rows, int column, String quoted) throws SQLException {
        if (quoted.equals("NULL")) {
            assertThat(rows.getObject(column)).isNull();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.getString(column)).isNull();
            assertThat(rows.getBoolean(column)).isFalse();
            assertThat(rows.wasNull()).isTrue();
            return "NULL";
        }
        if (quoted.startsWith("X'")) {
            return "X'" + HexFormat.of().withUpperCase().formatHex(rows.getBytes(column)) + "'";
        }
        if (quoted.startsWith("'")) {
            return "'" + rows.getString(column) + "'";
        }
        return quoted.contains(".") ? Double.toString(rows.getDouble(column)) : Long.toString(rows.getLong(column));
    }

    /** The same of a row of the client. */
    private static String cell(DqliteRow row, int column, String quoted) {
        if (quoted.equals("NULL")) {
            assertThat(row.get(column)).isNull();
            assertThat(row.get(column, Boolean.class)).isNull();
            return "NULL";
        } else if (quoted.startsWith("X'")) {
            return "X'" + HexFormat.of().withUpperCase().formatHex(row.get(column, byte[].class)) + "'";
        } else if (quoted.startsWith("'")) {
            return "'" + row.get(column, String.class) + "'";
        }
        return quoted.contains(".")
                ? String.valueOf(row.get(column, Double.class))
                : String.valueOf(row.get(column, Long.class));
    }

    /** Reads the cells of that column through the client. */
    private static void assertStored(SqlClient client, int column, String sql) {
        AtomicInteger fetched = new AtomicInteger();
        assertThat(Futures.get(client.sql(sql).fetch(row -> cell(row, column, STORED.get(fetched.getAndIncrement())))))
                .isEqualTo(STORED);
        AtomicInteger streamed = new AtomicInteger();
        assertThat(Futures.get(ClientPath.collect(
                        client.sql(sql).stream(row -> cell(row, column, STORED.get(streamed.getAndIncrement()))))))
                .isEqualTo(STORED);
        assertThat(Futures.get(client.prepare(sql)).columns()).isNotEmpty();
        Futures.get(client.script(sql));
    }

    /** The cells of that column, while what is stored there is known. */
    private static List<String> read(ResultSet rows, int column, List<String> quoted) throws SQLException {
        List<String> cells = new ArrayList<>();
        while (rows.next()) {
            cells.add(cell(rows, column, quoted.get(cells.size())));
        }
        return cells;
    }

    /** The number is that of the column to look at; every query gives the nine rows in the order of their ids. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "2 | SELECT * FROM t",
                "3 | SELECT * FROM t",
                "4 | SELECT * FROM t ORDER BY id",
                "5 | select t.* from main.T as t order by 1",
                "1 | SELECT b FROM t",
                "1 | SELECT d AS x FROM t ORDER BY id LIMIT 9",
                "1 | SELECT \"dt\" FROM t ORDER BY id LIMIT 20 OFFSET 0",
                "1 | SELECT (ts) FROM t -- all\n",
                "2 | SELECT b, b, b FROM t",
                "3 | SELECT x.b, y.b, x.d FROM t x JOIN t y USING (id)",
                "1 | SELECT y.b FROM t x LEFT JOIN t y ON x.id = y.id",
                "1 | SELECT b FROM (SELECT b, id FROM t ORDER BY id)",
                "2 | SELECT id, (SELECT b FROM t i WHERE i.id = o.id) FROM t o",
                "1 | WITH c(z) AS (SELECT ts FROM t) SELECT z FROM c",
                "1 | WITH c AS MATERIALIZED (SELECT * FROM t) SELECT d FROM c",
                "1 | WITH RECURSIVE r(n, z) AS (SELECT 1, b FROM t WHERE id = 1 UNION ALL SELECT n + 1, t.b FROM r JOIN t ON t.id = n + 1) SELECT z FROM r",
                "1 | SELECT b FROM t WHERE id < 5 UNION ALL SELECT d FROM t WHERE id >= 5",
                "1 | SELECT b FROM t WHERE 0 UNION ALL SELECT plain FROM t",
                "2 | SELECT id, b FROM t UNION SELECT id, b FROM t ORDER BY 1",
                "2 | SELECT id, b FROM t EXCEPT SELECT 0, 0",
                "2 | SELECT id, b FROM t INTERSECT SELECT id, d FROM t",
                "2 | SELECT DISTINCT id, dt FROM t ORDER BY id",
                "2 | SELECT id, b FROM t GROUP BY id HAVING count(*) = 1",
                "2 | SELECT id, max(b) FROM t GROUP BY id",
                "1 | SELECT first_value(b) OVER (PARTITION BY id) FROM t ORDER BY id",
                "2 | SELECT * FROM foreign_view",
                "3 | SELECT * FROM foreign_view ORDER BY id",
                "1 | SELECT c FROM (SELECT * FROM foreign_view)",
                "1 | SELECT coalesce(b, b) FROM t",
                "1 | SELECT CASE WHEN id > 0 THEN b END FROM t",
                "1 | SELECT b COLLATE nocase FROM t",
                "1 | SELECT iif(1, ts, 2) FROM t",
                "1 | SELECT +b FROM t",
                "1 | SELECT likely(b) FROM t",
                "1 | SELECT b FROM t WHERE id IN (SELECT id FROM t WHERE b IS NULL OR b IS NOT NULL)",
                "1 | SELECT b FROM t NOT INDEXED ORDER BY rowid",
                "1 | SELECT t.b FROM t, (VALUES (1)) ORDER BY t.id",
                "1 | SELECT d FROM t NATURAL JOIN (SELECT id FROM t) ORDER BY id",
                "1 | SELECT b FROM t WINDOW w AS (ORDER BY id) ORDER BY id"
            })
    void storedValueArrives(int column, String sql) throws SQLException {
        try (Connection connection = node.connect()) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                connection.setAutoCommit(autoCommit);
                try (Statement statement = connection.createStatement()) {
                    assertThat(read(statement.executeQuery(sql), column, STORED))
                            .isEqualTo(STORED);
                    assertThat(statement.execute(sql)).isTrue();
                    assertThat(read(statement.getResultSet(), column, STORED)).isEqualTo(STORED);
                }
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    assertThat(statement.getMetaData().getColumnCount()).isPositive();
                    for (int i = 0; i < 2; i++) {
                        assertThat(read(statement.executeQuery(), column, STORED))
                                .isEqualTo(STORED);
                    }
                }
                connection.setAutoCommit(true);
            }
        }
        assertStored(node.client(), column, sql);
        Futures.get(node.pool().transaction(within -> {
            assertStored(within, column, sql);
            return CompletableFuture.completedFuture("done");
        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT b FROM t WHERE id BETWEEN ? AND ? ORDER BY id",
                "SELECT b FROM t WHERE id >= ?1 AND id <= ?2 ORDER BY id",
                "SELECT b FROM t WHERE id >= ? ORDER BY id LIMIT ?",
                "SELECT b FROM t WHERE ? = 1 LIMIT :n",
                "SELECT b FROM (SELECT * FROM t WHERE id >= ? ORDER BY id LIMIT ?)"
            })
    void storedValueArrivesWithParameters(String sql) throws SQLException {
        try (Connection connection = node.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int last : new int[] {9, 5, 9, 1}) {
                statement.setInt(1, 1);
                statement.setInt(2, last);
                assertThat(read(statement.executeQuery(), 1, STORED)).isEqualTo(STORED.subList(0, last));
            }
        }
    }

    @Test
    void theNamesOfColumnsStay() throws SQLException {
        String sql = "SELECT b, b, t.d, d AS \"x y\", (ts), +b, count(*) over (), 'it''s' FROM t LIMIT 1";
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> labels = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                labels.add(rows.getMetaData().getColumnLabel(i));
            }
            assertThat(labels).containsExactly("b", "b", "d", "x y", "ts", "+b", "count(*) over ()", "'it''s'");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject("b")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | UPDATE t SET plain = plain RETURNING *",
                "3 | UPDATE t SET plain = plain RETURNING *",
                "1 | UPDATE t SET plain = plain RETURNING b",
                "1 | UPDATE t SET plain = plain RETURNING t.d",
                "1 | UPDATE t SET plain = plain RETURNING \"dt\" AS x",
                "1 | UPDATE t SET plain = plain RETURNING ts y, id",
                "1 | UPDATE t SET plain = plain RETURNING (b)",
                "1 | UPDATE t SET plain = plain RETURNING b COLLATE nocase",
                "1 | UPDATE main.t SET plain = plain RETURNING (SELECT o.b FROM t o WHERE o.id = t.id)",
                "2 | UPDATE t SET plain = o.plain FROM t o WHERE o.id = t.id RETURNING id, b"
            })
    void storedValueIsReturned(int column, String sql) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(sql)) {
            assertThat(read(statement.executeQuery(sql), column, STORED)).isEqualTo(STORED);
            assertThat(read(prepared.executeQuery(), column, STORED)).isEqualTo(STORED);
        }
    }

    /** A RETURNING clause may return values of other tables than the one that is written to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE target SET plain = 1 RETURNING (SELECT b FROM t WHERE id = 7)",
                "INSERT INTO log VALUES (1) RETURNING (SELECT d FROM t WHERE id = 7) AS x",
                "INSERT INTO foreign_view (c) VALUES ('yes') RETURNING c",
                "INSERT INTO foreign_view (c, id) VALUES ('yes', 1) RETURNING c, *",
                "INSERT INTO target (id, plain) VALUES (NULL, 'yes') RETURNING plain, *"
            })
    void storedValueOfAnotherTableIsReturned(String sql) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 2; i++) {
                try (ResultSet rows = statement.executeQuery(sql)) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("yes");
                }
            }
        }
    }

    @Test
    void viewsAndTemporaryTablesOverThemAreRead() throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP VIEW over AS SELECT * FROM t");
            statement.execute("CREATE TEMP TABLE copied AS SELECT b, d FROM t ORDER BY id");
            assertThat(read(statement.executeQuery("SELECT b FROM over"), 1, STORED))
                    .isEqualTo(STORED);
            assertThat(read(statement.executeQuery("SELECT * FROM copied"), 1, STORED))
                    .isEqualTo(STORED);
            assertThat(read(statement.executeQuery("SELECT d FROM copied"), 1, STORED))
                    .isEqualTo(STORED);
        }
    }

    @Test
    void aLongResultIsReadToItsEnd() throws SQLException {
        String sql = "SELECT a.b, hex(zeroblob(200)) FROM t a, t x, t y, t z ORDER BY x.id, y.id, z.id, a.id";
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                String quoted = STORED.get(count % 9);
                assertThat(cell(rows, 1, quoted)).isEqualTo(quoted);
                count++;
            }
            assertThat(count).isEqualTo(9 * 9 * 9 * 9);
        }
    }

    /** A table that another client makes while this connection is there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableThatComesLaterIsReadAndGuarded(boolean autoCommit) throws SQLException {
        String table = "later_" + autoCommit;
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            read(statement.executeQuery("SELECT 1"), 1, List.of("1"));
            node.shell("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, b BOOLEAN)");
            node.shell("INSERT INTO " + table + " VALUES (1, NULL), (2, 1)");
            connection.setAutoCommit(autoCommit);
            List<String> expected = List.of("NULL", "1");
            assertThat(read(statement.executeQuery("SELECT b FROM " + table), 1, expected))
                    .isEqualTo(expected);
            refused(statement, table);
            if (!autoCommit) {
                connection.rollback();
                refused(statement, table);
                connection.commit();
                refused(statement, table);
                connection.rollback();
            }
        }
    }

    /** The first that a transaction sees of the table is a write, and the guard made in it goes with it. */
    @ParameterizedTest
    @ValueSource(strings = {"rollback", "savepoint", "abandon"})
    void theGuardOutlivesTheTransactionInWhichItWasMade(String end) throws SQLException {
        String table = "outlives_" + end;
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE target SET plain = 2");
            connection.commit();
            node.shell("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, b BOOLEAN)");
            node.shell("INSERT INTO " + table + " VALUES (1, NULL)");
            var savepoint = end.equals("savepoint") ? connection.setSavepoint() : null;
            statement.execute("INSERT INTO " + table + " VALUES (2, 1)");
            refused(statement, table);
            switch (end) {
                case "savepoint" -> connection.rollback(savepoint);
                case "rollback" -> connection.rollback();
                default -> {
                    assertThat(stateOf(statement, "INSERT OR ROLLBACK INTO " + table + " VALUES (2, 0)"))
                            .isEqualTo("23505");
                    connection.rollback();
                }
            }
            refused(statement, table);
            statement.execute("INSERT INTO " + table + " VALUES (3, 0)");
            connection.commit();
            refused(statement, table);
            connection.rollback();
        }
    }

    private static String stateOf(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static void refused(Statement statement, String table) {
        for (String sql : List.of(
                "INSERT INTO " + table + " (b) VALUES ('yes')", "UPDATE " + table + " SET b = 1.5 WHERE id = 1")) {
            assertThat(stateOf(statement, sql)).as(sql).isEqualTo("22018");
        }
    }

    @Test
    void queryOnlyConnectionsRead() throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = 1");
            node.shell("CREATE TABLE while_query_only (b BOOLEAN)");
            node.shell("INSERT INTO while_query_only VALUES (NULL)");
            for (int i = 0; i < 2; i++) {
                assertThat(read(statement.executeQuery("SELECT b FROM while_query_only"), 1, List.of("NULL")))
                        .containsExactly("NULL");
            }
            statement.execute("PRAGMA query_only = 0");
            assertThat(stateOf(statement, "INSERT INTO while_query_only VALUES ('yes')"))
                    .isEqualTo("22018");
        }
    }
}
