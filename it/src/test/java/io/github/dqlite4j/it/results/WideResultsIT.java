package io.github.dqlite4j.it.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results whose column names are longer than a node can send, compared with sqlite-jdbc. */
class WideResultsIT {
    private static final int COLUMNS = 170;

    private static NodeUnderTest node;
    private static Connection oracle;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        oracle = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Connection connection = node.connect()) {
            for (Connection each : List.of(connection, oracle)) {
                run(each, "CREATE TABLE wide (id INTEGER PRIMARY KEY," + names("Column_of_letters_", COLUMNS) + ")");
                run(each, "CREATE TABLE other (ID INTEGER PRIMARY KEY," + names("Another_of_letters_", COLUMNS) + ")");
                run(
                        each,
                        "CREATE TABLE \"ünï \"\"q\"\"\" (\"ID\" INTEGER,"
                                + names("\"Größe \"\"des\"\" Felds ", COLUMNS, "\"") + ")");
                run(each, "CREATE VIEW seen AS SELECT *, id + 1, Column_of_letters_007 AS \"seven is\" FROM wide");
                for (int i = 1; i <= 20; i++) {
                    run(
                            each,
                            "INSERT INTO wide (id, Column_of_letters_000, column_of_letters_001, column_of_letters_002,"
                                    + " column_of_letters_003, column_of_letters_169) VALUES (" + i + ", " + i % 5
                                    + ", " + i
                                    + " / 4.0, 'text ' || (20 - " + i + "), x'0" + i % 9 + "', NULL)");
                    run(each, "INSERT INTO other (id, Another_of_letters_000) VALUES (" + 2 * i + ", " + i + ")");
                    run(each, "INSERT INTO \"ünï \"\"q\"\"\" (id) VALUES (" + i + ")");
                }
            }
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        oracle.close();
        node.close();
    }

    @AfterEach
    void nodeIsAlive() throws SQLException {
        node.assertAlive();
    }

    private static String names(String prefix, int count) {
        return names(prefix, count, "");
    }

    private static String names(String prefix, int count, String suffix) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + String.format("%03d", i) + suffix)
                .collect(Collectors.joining(","));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> labels(ResultSetMetaData metaData) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            labels.add(metaData.getColumnLabel(i));
        }
        return labels;
    }

    /** The labels, then the rows in order. */
    private static List<List<Object>> all(ResultSet rows) throws SQLException {
        List<List<Object>> all = new ArrayList<>();
        all.add(new ArrayList<>(labels(rows.getMetaData())));
        int columns = all.get(0).size();
        while (rows.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                Object value = rows.getObject(i);
                row.add(
                        value instanceof byte[] bytes
                                ? Arrays.toString(bytes)
                                : value instanceof Number number
                                        ? number + (value instanceof Double ? "d" : "")
                                        : value);
            }
            all.add(row);
        }
        return all;
    }

    private static void sameAsSqlite(Connection connection, String sql, Object... parameters) throws SQLException {
        List<List<Object>> expected;
        try (PreparedStatement statement = oracle.prepareStatement(sql)) {
            set(statement, parameters);
            expected = all(statement.executeQuery());
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(labels(statement.getMetaData())).isEqualTo(expected.get(0));
            for (int again = 0; again < 2; again++) {
                set(statement, parameters);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(all(rows)).isEqualTo(expected);
                }
            }
        }
        if (parameters.length == 0) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                assertThat(all(rows)).isEqualTo(expected);
            }
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM wide",
                "SELECT w.*, 1 AS one FROM wide w",
                "SELECT ID, w.*, (id), \"iD\", [id] AS \"i d\", 'x' 'X' FROM main.wide AS w ORDER BY 2 DESC",
                "SELECT * FROM wide a JOIN other b ON a.id = b.id ORDER BY a.id DESC",
                "SELECT * FROM wide a, wide b WHERE a.id = 21 - b.id ORDER BY b.id",
                "SELECT * FROM wide JOIN other USING (id) ORDER BY id",
                "SELECT * FROM wide NATURAL LEFT JOIN other ORDER BY wide.id DESC LIMIT 7",
                "SELECT b.*, a.* FROM wide a LEFT JOIN (other b JOIN other c ON b.id = c.id) ON a.id = b.id ORDER BY 172",
                "SELECT * FROM (SELECT * FROM wide) ORDER BY 2 DESC, 1 LIMIT 5 OFFSET 3",
                "SELECT * FROM (SELECT * FROM wide ORDER BY id DESC LIMIT 4) x",
                "WITH q AS (SELECT * FROM wide), d AS (SELECT * FROM q) SELECT q.*, d.* FROM q, d WHERE q.id = d.id ORDER BY 1 DESC",
                "WITH RECURSIVE n(i, J) AS (SELECT 1, 2 UNION ALL SELECT i + 1, j FROM n WHERE i < 9)"
                        + " SELECT n.*, wide.* FROM n JOIN wide ON id = i ORDER BY J, i DESC",
                "SELECT * FROM seen ORDER BY id",
                "SELECT \"seven is\", v.* FROM seen v WHERE id IN (3, 4)",
                "SELECT * FROM wide UNION SELECT * FROM wide ORDER BY 2, 1 DESC",
                "SELECT * FROM wide UNION ALL SELECT * FROM other ORDER BY 1 DESC, 3 LIMIT 11",
                "SELECT * FROM wide EXCEPT SELECT * FROM wide WHERE id > 3",
                "SELECT DISTINCT * FROM wide ORDER BY Column_of_letters_002",
                "SELECT *, count(*), max(id) m FROM wide GROUP BY Column_of_letters_000 ORDER BY 172, 1 DESC",
                "SELECT *, sum(id) /* all */ OVER w, id+1 /* one */ , -id AS minus, rowid FROM wide"
                        + " WINDOW w AS (ORDER BY id) ORDER BY id DESC",
                "SELECT *, (SELECT max(id) FROM other), EXISTS (SELECT 1), id IS NOT DISTINCT FROM 3 FROM wide",
                "SELECT * FROM \"ünï \"\"q\"\"\" ORDER BY id DESC",
                "SELECT id AS \"größe\", u.*, 'ß''' FROM \"ünï \"\"q\"\"\" u",
                "SELECT *, column_of_letters_005 COLLATE nocase, nullif(id, 3) FROM wide ORDER BY id DESC"
            })
    void everythingIsAsOnSqlite(String sql) throws SQLException {
        try (Connection connection = node.connect()) {
            sameAsSqlite(connection, sql);
            connection.setAutoCommit(false);
            run(connection, "CREATE TABLE gone (a)");
            sameAsSqlite(connection, sql);
            connection.rollback();
        }
    }

    @Test
    void parametersKeepTheirPlaces() throws SQLException {
        try (Connection connection = node.connect()) {
            String sql = "SELECT ?, *, :a FROM wide WHERE id IN (?, ?, :a) ORDER BY ?1, id DESC LIMIT ?";
            sameAsSqlite(connection, sql, 7, 3, 4, 5, 2);
            sameAsSqlite(connection, sql, "x", 3, 4, 5, 9);
            List<Object> many = new ArrayList<>(Collections.nCopies(300, 3));
            many.set(299, 17);
            sameAsSqlite(
                    connection,
                    "SELECT *, ?1 FROM wide WHERE id IN (" + String.join(",", Collections.nCopies(299, "?"))
                            + ") ORDER BY id DESC",
                    many.toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 500, 509})
    void manyColumns(int columns) throws SQLException {
        String list = IntStream.range(0, columns)
                .mapToObj(i -> i + " AS " + "Name_of_20_letters__".repeat(columns == 1 ? 300 : 1) + i)
                .collect(Collectors.joining(","));
        try (Connection connection = node.connect()) {
            sameAsSqlite(connection, "SELECT " + list);
            String text = "x".repeat(5000);
            sameAsSqlite(connection, "SELECT length('" + text + "'), 1 AS \"" + text + "\"");
            sameAsSqlite(connection, "VALUES (" + String.join(",", Collections.nCopies(columns, "1.5")) + ")");
        }
    }

    @Test
    void moreColumnsThanANodeCanSendAreRefused() throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM wide a, wide b, wide c"))
                    .hasMessageContaining("513 columns")
                    .hasMessageContaining("509")
                    .hasFieldOrPropertyWithValue("SQLState", "54000");
        }
    }

    /** The limit is in the number of the columns, and not in that of the rows. */
    @Test
    void manyRowsAreStreamedInOrder() throws SQLException {
        String sql = "SELECT * FROM wide a, (SELECT id AS Second FROM wide) b, (SELECT id AS Third FROM wide) c,"
                + " (SELECT 1 UNION ALL SELECT 2) ORDER BY a.id DESC, second DESC, third DESC";
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            long before = Long.MAX_VALUE;
            while (rows.next()) {
                long place = rows.getLong("ID") * 10_000 + rows.getLong("second") * 100 + rows.getLong("Third");
                assertThat(place).isLessThanOrEqualTo(before);
                before = place;
                if (++count == 3) {
                    sameAsSqlite(connection, "SELECT * FROM wide ORDER BY id DESC");
                }
            }
            assertThat(count).isEqualTo(16_000);
        }
    }

    @Test
    void columnsHaveTheirOrigins() throws SQLException {
        try (Connection connection = node.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT w.*, 1 FROM wide w")) {
            for (ResultSetMetaData metaData :
                    List.of(statement.getMetaData(), statement.executeQuery().getMetaData())) {
                assertThat(metaData.getTableName(1)).isEqualTo("wide");
                assertThat(metaData.getColumnName(3)).isEqualTo("Column_of_letters_001");
                assertThat(metaData.getColumnTypeName(1)).isEqualTo("INTEGER");
                assertThat(metaData.getTableName(172)).isEmpty();
            }
        }
    }

    /** Values of the four declared types arrive as they are stored here, too. */
    @Test
    void columnsOfTheDeclaredTypesAreHidden() throws SQLException {
        node.shell("CREATE TABLE declared (flag BOOLEAN, day DATE," + names("Column_of_letters_", COLUMNS) + ")");
        try (Connection connection = node.connect("?declaredTypes=exact");
                Statement statement = connection.createStatement()) {
            run(connection, "INSERT INTO declared (flag, day) VALUES (NULL, '2024-02-29'), (1, NULL), (7, 12)");
            for (String sql :
                    List.of("SELECT * FROM declared ORDER BY rowid", "SELECT * FROM declared d ORDER BY d.rowid")) {
                try (ResultSet rows = statement.executeQuery(sql)) {
                    assertThat(rows.getMetaData().getColumnLabel(172)).isEqualTo("Column_of_letters_169");
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString("flag")).isNull();
                    assertThat(rows.getString("day")).isEqualTo("2024-02-29");
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getBoolean("flag")).isTrue();
                    assertThat(rows.getString("day")).isNull();
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt("flag")).isEqualTo(7);
                    assertThat(rows.getInt("day")).isEqualTo(12);
                }
            }
            run(connection, "DROP TABLE declared");
        }
    }

    /** The names follow the schema, also when another client changes it. */
    @Test
    void namesFollowTheSchema() throws SQLException {
        try (Connection connection = node.connect();
                Connection second = node.connect();
                PreparedStatement select = connection.prepareStatement("SELECT * FROM changing")) {
            run(second, "CREATE TABLE changing (id, " + names("Column_of_letters_", COLUMNS) + ")");
            assertThat(labels(select.executeQuery().getMetaData())).hasSize(171).startsWith("id");
            run(second, "ALTER TABLE changing RENAME COLUMN id TO number");
            run(second, "ALTER TABLE changing ADD last");
            assertThat(labels(select.executeQuery().getMetaData()))
                    .hasSize(172)
                    .startsWith("number")
                    .endsWith("last");
            run(second, "CREATE TEMP TABLE changing (other, " + names("Column_of_letters_", COLUMNS) + ")");
            try (Statement statement = second.createStatement();
                    ResultSet own = statement.executeQuery("SELECT * FROM changing")) {
                assertThat(labels(own.getMetaData())).hasSize(171).startsWith("other");
            }
            assertThat(labels(select.executeQuery().getMetaData())).hasSize(172);
        }
    }
}
