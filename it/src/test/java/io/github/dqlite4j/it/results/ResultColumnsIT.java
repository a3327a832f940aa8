package io.github.dqlite4j.it.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The origin of result columns, as SQLite itself reports it, and the metadata derived from it. */
class ResultColumnsIT {
    private static final String SCHEMA = """
            CREATE TABLE item(id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, price DECIMAL(10,2), sold DATE, at TIMESTAMP(6),
              open TIME, ok BOOLEAN, bare, weight REAL);
            CREATE TABLE part(item INT REFERENCES item, name TEXT, amount NUMERIC(12,3), PRIMARY KEY(item, name)) WITHOUT ROWID;
            CREATE VIEW dear AS SELECT id, price AS cost, price * 2 AS twice FROM item WHERE price > 100;
            CREATE VIEW named(a, "b c") AS WITH x AS (SELECT * FROM part) SELECT name, amount FROM x;
            INSERT INTO item VALUES (1, 'a', 12.5, '2026-02-03', '2026-02-03 04:05:06', '07:08:09', 1, 'x', 2);
            INSERT INTO part VALUES (1, 'a', 7.25)
            """;

    private static DqliteCluster cluster;
    private static Connection connection;
    private static Connection oracle;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        connection = DriverManager.getConnection(cluster.jdbcUrl("columns"));
        oracle = DriverManager.getConnection("jdbc:sqlite::memory:");
        for (String sql : SCHEMA.split(";\n")) {
            for (Connection each : List.of(connection, oracle)) {
                try (Statement statement = each.createStatement()) {
                    statement.execute(sql);
                }
            }
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        oracle.close();
        cluster.close();
    }

    private static List<String> origins(Connection asked, String sql) throws SQLException {
        List<String> origins = new ArrayList<>();
        try (Statement statement = asked.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                origins.add(columns.getColumnLabel(i) + "=" + columns.getTableName(i));
            }
        }
        return origins;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM item",
                "SELECT rowid, oid AS o, name n, (price), -price, price + 1, max(price) FROM item",
                "SELECT i.*, p.item FROM item i JOIN part p ON p.item = i.id WHERE i.price > 1",
                "SELECT * FROM item NATURAL JOIN part",
                "SELECT * FROM part LEFT JOIN item USING (name)",
                "SELECT * FROM part p, (SELECT price AS cost, id + 1 AS next FROM item) q",
                "SELECT * FROM (part CROSS JOIN item)",
                "SELECT name, 1 FROM item UNION ALL SELECT name, 2 FROM item ORDER BY 1",
                "SELECT (SELECT price FROM item LIMIT 1) AS p, (SELECT max(id) FROM item) AS m",
                "WITH c AS (SELECT price FROM item), d(e) AS (SELECT * FROM c) SELECT e, c.price FROM d, c",
                "WITH RECURSIVE c(n) AS (SELECT id FROM item UNION ALL SELECT n + 1 FROM c WHERE n < 3) SELECT n FROM c",
                "SELECT * FROM dear",
                "SELECT * FROM named",
                "SELECT a AS \"x y\", d.* FROM named, dear d",
                "SELECT name IS NOT name AS differs, CASE WHEN price > 0 THEN sold END AS c, sold FROM item",
                "SELECT 'price' AS a, \"price\", [sold], `name` FROM main.item",
                "SELECT DISTINCT price FROM item GROUP BY id HAVING count(*) > 0 LIMIT 1",
                "SELECT count(*), CAST(price AS TEXT), name COLLATE nocase FROM item",
                "SELECT v, sold FROM (SELECT price AS v FROM item UNION ALL SELECT price FROM item), item",
                "SELECT price, v FROM (SELECT 1 AS v) j, item",
                "SELECT 1 AS one, NULL AS none"
            })
    void columnsMatchThoseOfSqlite(String sql) throws SQLException {
        assertThat(origins(connection, sql)).isEqualTo(origins(oracle, sql));
    }

    @Test
    void objectsAreOfTheDeclaredType() throws SQLException {
        String sql = "SELECT price, sold, at, open, ok, weight, id, bare, price + 0 FROM item";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject(1)).isEqualTo(new BigDecimal("12.50"));
            assertThat(row.getObject(2)).isEqualTo(Date.valueOf("2026-02-03"));
            assertThat(row.getObject(3)).isEqualTo(Timestamp.valueOf("2026-02-03 04:05:06"));
            assertThat(row.getObject(4)).isEqualTo(Time.valueOf("07:08:09"));
            assertThat(row.getObject("ok")).isEqualTo(true);
            assertThat(row.getObject(6)).isEqualTo(2.0);
            assertThat(row.getObject(7)).isEqualTo(1);
            assertThat(row.getObject(8)).isEqualTo("x");
            assertThat(row.getObject(9)).isEqualTo(12.5);
        }
    }

    @Test
    void aTableMadeLaterIsKnown() throws SQLException {
        try (Statement statement = connection.createStatement();
                Connection other = DriverManager.getConnection(cluster.jdbcUrl("columns"));
                Statement elsewhere = other.createStatement()) {
            elsewhere.executeQuery("SELECT price FROM item").close();
            statement.execute("CREATE TABLE later(price DECIMAL(5,1))");
            statement.execute("CREATE TEMP TABLE own(price DECIMAL(5,1))");
            try {
                statement.execute("INSERT INTO later VALUES (1.5)");
                statement.execute("INSERT INTO own VALUES (2.5)");
                for (Statement asking : List.of(statement, elsewhere)) {
                    try (ResultSet row = asking.executeQuery("SELECT price FROM later")) {
                        assertThat(row.next()).isTrue();
                        assertThat(row.getObject(1)).isEqualTo(new BigDecimal("1.5"));
                    }
                }
                try (ResultSet row = statement.executeQuery("SELECT price FROM own")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getObject(1)).isEqualTo(new BigDecimal("2.5"));
                }
            } finally {
                statement.execute("DROP TABLE later");
                statement.execute("DROP TABLE own");
            }
        }
    }

    @Test
    void aSchemaThatWasRolledBackIsForgotten() throws SQLException {
        try (Connection own = DriverManager.getConnection(cluster.jdbcUrl("columns"));
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("CREATE TABLE brief(v DECIMAL(5,1))");
            statement.execute("INSERT INTO brief VALUES (1.5)");
            try (ResultSet row = statement.executeQuery("SELECT v FROM brief")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getObject(1)).isEqualTo(new BigDecimal("1.5"));
            }
            own.rollback();
            statement.execute("CREATE TABLE brief(v REAL)");
            statement.execute("INSERT INTO brief VALUES (1.5)");
            try (ResultSet row = statement.executeQuery("SELECT v FROM brief")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getObject(1)).isEqualTo(1.5);
            }
            own.rollback();
        }
    }

    @Test
    void aPreparedQueryIsDescribedBeforeItIsExecuted() throws SQLException {
        String sql = "SELECT id, price AS cost, ? AS given FROM item WHERE name = ? ORDER BY id LIMIT ?";
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            ResultSetMetaData columns = prepared.getMetaData();
            assertThat(columns.getColumnCount()).isEqualTo(3);
            assertThat(columns.isAutoIncrement(1)).isTrue();
            assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
            assertThat(columns.getColumnType(1)).isEqualTo(Types.INTEGER);
            assertThat(columns.getColumnClassName(1)).isEqualTo("java.lang.Integer");
            assertThat(columns.getColumnLabel(2)).isEqualTo("cost");
            assertThat(columns.getColumnName(2)).isEqualTo("price");
            assertThat(columns.getTableName(2)).isEqualTo("item");
            assertThat(columns.getColumnType(2)).isEqualTo(Types.DECIMAL);
            assertThat(columns.getColumnTypeName(2)).isEqualTo("DECIMAL");
            assertThat(columns.getPrecision(2)).isEqualTo(10);
            assertThat(columns.getScale(2)).isEqualTo(2);
            assertThat(columns.isAutoIncrement(2)).isFalse();
            assertThat(columns.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
            assertThat(columns.getTableName(3)).isEmpty();
            assertThat(columns.isNullable(3)).isEqualTo(ResultSetMetaData.columnNullableUnknown);
            prepared.setLong(1, 7);
            prepared.setString(2, "a");
            prepared.setLong(3, 1);
            try (ResultSet row = prepared.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(prepared.getMetaData().getColumnTypeName(3)).isEqualTo("INTEGER");
                assertThat(row.getInt("given")).isEqualTo(7);
            }
        }
        try (PreparedStatement prepared = connection.prepareStatement("DELETE FROM item WHERE id = ?")) {
            assertThat(prepared.getMetaData()).isNull();
        }
    }

    @Test
    void returningHasTypesToo() throws SQLException {
        String sql = "INSERT INTO item(name, price) VALUES (?, ?) RETURNING id, price AS cost, *, ? AS given";
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            ResultSetMetaData columns = prepared.getMetaData();
            assertThat(columns.getColumnCount()).isEqualTo(12);
            assertThat(columns.getColumnTypeName(2)).isEqualTo("DECIMAL");
            prepared.setString(1, "returned");
            prepared.setBigDecimal(2, new BigDecimal("3.5"));
            prepared.setInt(3, 9);
            try (ResultSet row = prepared.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getObject(1)).isInstanceOf(Integer.class);
                assertThat(row.getObject("cost")).isEqualTo(new BigDecimal("3.50"));
                assertThat(row.getObject("given")).isEqualTo(9L);
                assertThat(row.getMetaData().getTableName(2)).isEqualTo("item");
            }
        } finally {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM item WHERE name = 'returned'");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT id FROM item                                             | 0
            SELECT price FROM item                                          | 1
            SELECT i.name FROM part LEFT JOIN item i ON i.id = part.item    | 1
            SELECT part.name FROM part LEFT JOIN item ON item.id = part.item | 0
            SELECT i.name FROM item i RIGHT JOIN part p ON i.id = p.item    | 1
            SELECT p.name FROM item i FULL JOIN part p ON i.id = p.item     | 1
            SELECT i.name FROM item i JOIN part p ON i.id = p.item          | 0
            SELECT (SELECT name FROM item WHERE id = 99) AS s               | 1
            SELECT id + 1 FROM item                                         | 2
            """)
    void outerJoinsMakeNulls(String sql, int nullable) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.getMetaData().isNullable(1)).isEqualTo(nullable);
        }
    }
}
