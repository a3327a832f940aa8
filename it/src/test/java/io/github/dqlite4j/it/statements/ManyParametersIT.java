package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than 255 parameters, which an old server does not accept, compared with sqlite-jdbc, which accepts them. */
class ManyParametersIT {
    private static final List<String> HOSTILE = List.of(
            "",
            "'",
            "''",
            "it's",
            "?",
            "?1",
            ":a",
            "-- x",
            "/* x",
            "*/",
            "\"",
            "`",
            "[x]",
            ";",
            "'; DROP TABLE t; --",
            "\\'",
            "\n",
            "\r\n",
            "\uD83D\uDE00",
            "\uFEFF",
            "\uFFFF",
            "%s",
            "x'00'",
            "1",
            " 1 ",
            "1.0",
            "1e3",
            "null",
            "\u0001");

    private static final String TABLE =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, i INTEGER, r REAL, s TEXT, b BLOB, n NUMERIC, x, c TEXT COLLATE NOCASE)";

    private static NodeUnderTest node;
    private static Connection oracle;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        oracle = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Connection connection = node.connect()) {
            for (Connection each : List.of(connection, oracle)) {
                run(each, TABLE);
                run(each, "CREATE TABLE u (k INTEGER PRIMARY KEY, v)");
                run(
                        each,
                        "INSERT INTO u WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                                + " SELECT i, i % 7 FROM n");
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

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String marks(int count) {
        return String.join(",", Collections.nCopies(count, "?"));
    }

    private static void set(PreparedStatement statement, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** All values, with their types in SQLite; a real with all its bits. */
    private static String show(Object value) {
        if (value instanceof byte[] bytes) {
            return "blob " + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Double real) {
            return "real " + Long.toHexString(Double.doubleToRawLongBits(real));
        }
        return value instanceof Number number ? "integer " + number.longValue() : "text " + value;
    }

    private static List<String> rows(Connection connection, String sql, List<?> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return rows(statement);
        }
    }

    private static List<String> rows(PreparedStatement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            for (int i = 1; i <= columns; i++) {
                found.add(rows.getMetaData().getColumnLabel(i));
            }
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    found.add(rows.getObject(i) == null ? "null" : show(rows.getObject(i)));
                }
            }
        }
        return found;
    }

    private static Object value(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> (long) random.nextInt(100) - 50;
            case 3 ->
                List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, 0L, -1L, 1L << 53)
                        .get(random.nextInt(6));
            case 4 -> finite(Double.longBitsToDouble(random.nextLong()));
            case 5 -> random.nextInt(100_000) / 100.0;
            case 6 ->
                List.of(
                                0.0,
                                -0.0,
                                0.1,
                                1e300,
                                Double.MIN_VALUE,
                                Double.MAX_VALUE,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                9223372036854775807.0,
                                0.1 + 0.2)
                        .get(random.nextInt(10));
            case 7 -> bytes(random, random.nextInt(20));
            case 8 -> HOSTILE.get(random.nextInt(HOSTILE.size())) + HOSTILE.get(random.nextInt(HOSTILE.size()));
            case 9 -> Long.toString(random.nextInt(100));
            default -> HOSTILE.get(random.nextInt(HOSTILE.size()));
        };
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 1 / 3.0;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<Object> values(Random random, int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(random));
        }
        return values;
    }

    private static void insert(Connection connection, String table, List<Object> values, int each) throws SQLException {
        String row = "(?,?,?,?,?,?,?,?)";
        String sql = "INSERT INTO " + table + " (id, i, r, s, b, n, x, c) VALUES "
                + String.join(",", Collections.nCopies(each, row));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < values.size(); from += 8 * each) {
                set(statement, values.subList(from, from + 8 * each));
                assertThat(statement.executeUpdate()).isEqualTo(each);
            }
        }
    }

    /**
     * In the text or not, a value is stored and compared as the same. SQLite's versions write a number into a text column differently, so
     * the node is compared with itself.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyValueIsStoredAndComparedAsTheSame(long seed) throws SQLException {
        Random random = new Random(seed);
        List<Object> values = values(random, 800);
        for (int i = 0; i < 100; i++) {
            values.set(8 * i, (long) i);
        }
        try (Connection connection = node.connect()) {
            run(connection, "DELETE FROM t");
            run(connection, "DROP TABLE IF EXISTS bound");
            run(connection, TABLE.replace("TABLE t", "TABLE bound"));
            insert(connection, "t", values, 100);
            insert(connection, "bound", values, 1);
            String all =
                    "SELECT *, typeof(i) ti, typeof(r) tr, typeof(s) ts, typeof(b) tb, typeof(n) tn, typeof(x) tx FROM ";
            assertThat(rows(connection, all + "t", List.of())).isEqualTo(rows(connection, all + "bound", List.of()));
            for (String column : List.of("i", "r", "s", "b", "n", "x", "c")) {
                List<Object> wanted = values(random, 700);
                Set<String> one = new TreeSet<>();
                for (int from = 0; from < 700; from += 100) {
                    one.addAll(ids(connection, column + " IN (" + marks(100) + ")", wanted.subList(from, from + 100)));
                }
                assertThat(ids(connection, column + " IN (" + marks(700) + ")", wanted))
                        .isEqualTo(one);
                for (String operator : List.of("<", "=", ">=")) {
                    List<Object> last = wanted.subList(699, 700);
                    assertThat(ids(connection, column + operator + "?700", wanted))
                            .isEqualTo(ids(connection, column + operator + "?1", last));
                }
            }
        }
    }

    private static Set<String> ids(Connection connection, String condition, List<Object> values) throws SQLException {
        return new TreeSet<>(rows(connection, "SELECT id FROM t WHERE " + condition, values));
    }

    @Test
    void everyValueComesBackWithItsTypeAndName() throws SQLException {
        Random random = new Random(5);
        for (int n : new int[] {256, 300, 380}) {
            String sql = IntStream.rangeClosed(1, n)
                    .mapToObj(i -> i % 3 == 0 ? "typeof(?" + i + ")" : "?" + i)
                    .collect(Collectors.joining(",", "SELECT ", ""));
            try (Connection connection = node.connect();
                    PreparedStatement here = connection.prepareStatement(sql);
                    PreparedStatement there = oracle.prepareStatement(sql)) {
                for (int again = 0; again < 20; again++) {
                    List<Object> values = values(random, n);
                    set(here, values);
                    set(there, values);
                    assertThat(rows(here)).isEqualTo(rows(there));
                }
            }
        }
    }

    /** What a literal could be taken for in its place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT k, v FROM u WHERE v IN (?1, ?255) ORDER BY ?301, ?302 LIMIT ?303 OFFSET ?304",
                "SELECT v, count(*) FROM u GROUP BY v, ?301 HAVING count(*) > ?303 ORDER BY 1",
                "SELECT count(*), max(v) FROM u GROUP BY ?301, ?302",
                "SELECT k-?305, k - -?305, +?305, -?305, ~?305, NOT ?305, ?305 FROM u LIMIT 1",
                "SELECT ?306 || ?306 x, typeof(?306), ?306 COLLATE nocase = 'A', CAST(?306 AS BLOB) FROM u LIMIT 1",
                "SELECT * FROM (SELECT ?301, ?302 AS b, ?306 || 'x' FROM u LIMIT 2)",
                "WITH q AS (SELECT ?301 a UNION ALL SELECT ?302) SELECT *, ?307 IS NULL, ?307 IS NOT ?308 FROM q ORDER BY a DESC",
                "SELECT CASE ?301 WHEN 2 THEN ?306 ELSE ?305 END, coalesce(?307, ?308, ?306), max(?301, ?302)",
                "SELECT k, sum(v) OVER (ORDER BY ?301 ROWS BETWEEN ?303 PRECEDING AND CURRENT ROW) s FROM u WHERE k < ?300",
                "SELECT k FROM u WHERE k BETWEEN ?301 AND ?300 AND (k, v) > (?301, ?302) AND v LIKE ?301 ESCAPE ?309",
                "SELECT k FROM u WHERE EXISTS(SELECT?301 FROM u)AND?302 AND k=?303",
                "SELECT ? , ?300, ?, :a, ?, @a, :a FROM u LIMIT ?303",
                "VALUES (?1, ?301), (?302, ?306)",
                "SELECT value, ?301 FROM json_each(?310)",
                "SELECT '?301', \"k\", [v] -- ?302\n, ?303 /* ?304 */, ?305 FROM u LIMIT ?301"
            })
    void noValueIsReadAsAnotherOne(String sql) throws SQLException {
        List<Object> values = new ArrayList<>(Collections.nCopies(320, 3L));
        Object[] special = {100L, 2L, 1L, 5L, 0L, -7L, "a'b", null, 2.5, "\\", "[1, \"x\"]"};
        for (int i = 0; i < special.length; i++) {
            values.set(299 + i, special[i]);
        }
        try (Connection connection = node.connect();
                PreparedStatement count = connection.prepareStatement(sql)) {
            List<Object> used = values.subList(0, count.getParameterMetaData().getParameterCount());
            assertThat(used).hasSizeGreaterThan(255);
            assertThat(rows(connection, sql, used)).isEqualTo(rows(oracle, sql, used));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256, 1000, 32_766})
    void asManyAsSqliteTakes(int count) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (long i = 1; i <= count; i++) {
            values.add(i);
        }
        try (Connection connection = node.connect()) {
            String in = " FROM u WHERE k IN (" + marks(count) + ")";
            assertThat(rows(connection, "SELECT count(*) AS n" + in, values))
                    .containsExactly("n", "integer " + Math.min(count, 2000));
            run(connection, "CREATE TEMP TABLE d AS SELECT * FROM u");
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM d WHERE k IN (" + marks(count) + ")")) {
                set(delete, values);
                assertThat(delete.executeUpdate()).isEqualTo(Math.min(count, 2000));
                assertThat(delete.executeUpdate()).isZero();
            }
        }
    }

    @Test
    void batchesTransactionsAndKeysWorkWithThem() throws SQLException {
        String sql = "INSERT INTO w VALUES (NULL," + marks(299) + ")";
        try (Connection connection = node.connect()) {
            run(
                    connection,
                    IntStream.range(0, 299)
                            .mapToObj(i -> "c" + i)
                            .collect(Collectors.joining(",", "CREATE TABLE w (id INTEGER PRIMARY KEY,", ")")));
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
                for (int row = 0; row < 5; row++) {
                    set(insert, Collections.nCopies(299, "row " + row));
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).containsExactly(1, 1, 1, 1, 1);
                ResultSet keys = insert.getGeneratedKeys();
                for (int row = 1; row <= 5; row++) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getInt(1)).isEqualTo(row);
                }
            }
            connection.commit();
            try (PreparedStatement returning = connection.prepareStatement(sql + " RETURNING id, c298, ?300")) {
                for (int row = 5; row < 8; row++) {
                    set(returning, Collections.nCopies(300, "row " + row));
                    assertThat(rows(returning))
                            .containsExactly(
                                    "id", "c298", "?300", "integer " + (row + 1), "text row " + row, "text row " + row);
                }
            }
            connection.rollback();
            assertThat(rows(connection, "SELECT count(*) n, min(c0) a, max(c298) b FROM w", List.of()))
                    .containsExactly("n", "a", "b", "integer 5", "text row 0", "text row 4");
            connection.setAutoCommit(true);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE w SET c0 = ? WHERE id IN (" + marks(300) + ") RETURNING id")) {
                set(update, Collections.nCopies(301, 3L));
                assertThat(rows(update)).containsExactly("id", "integer 3");
            }
        }
    }

    @Test
    void errorsAreTheSame() throws SQLException {
        try (Connection connection = node.connect()) {
            run(connection, "CREATE TABLE IF NOT EXISTS e (a INTEGER PRIMARY KEY, b CHECK (b <> 'x'))");
            for (String returning : List.of("", " RETURNING a")) {
                for (boolean autoCommit : new boolean[] {true, false}) {
                    connection.setAutoCommit(autoCommit);
                    String sql = "INSERT INTO e VALUES (1, ?), (1, ?300)" + returning;
                    try (PreparedStatement insert = connection.prepareStatement(sql)) {
                        set(insert, Collections.nCopies(300, "y"));
                        assertThatThrownBy(insert::execute).hasFieldOrPropertyWithValue("SQLState", "23505");
                        insert.setString(300, "x");
                        assertThatThrownBy(insert::execute)
                                .hasMessageContaining("constraint")
                                .extracting("SQLState")
                                .asString()
                                .startsWith("23");
                    }
                    try (PreparedStatement unknown = connection.prepareStatement("SELECT ?300 FROM nowhere")) {
                        set(unknown, Collections.nCopies(300, 1L));
                        assertThatThrownBy(unknown::executeQuery).hasMessageContaining("nowhere");
                    }
                    assertThat(rows(connection, "SELECT count(*) n FROM e", List.of()))
                            .containsExactly("n", "integer 0");
                }
                connection.rollback();
            }
            connection.setAutoCommit(true);
            try (PreparedStatement text = connection.prepareStatement("SELECT ?300")) {
                for (String bad : List.of("a\0b", "\uD83D", "\uDE00x")) {
                    assertThatThrownBy(() -> text.setString(300, bad)).isInstanceOf(SQLException.class);
                }
            }
        }
    }

    /** A long result is still read message by message, and another statement may come between. */
    @Test
    void longResultsOfThemAreStreamed() throws SQLException {
        String sql = "SELECT a.k, b.k FROM u a, u b WHERE a.k IN (" + marks(300) + ")";
        try (Connection connection = node.connect();
                PreparedStatement select = connection.prepareStatement(sql)) {
            set(select, IntStream.rangeClosed(1, 300).mapToObj(Long::valueOf).toList());
            try (ResultSet rows = select.executeQuery()) {
                int count = 0;
                while (rows.next()) {
                    if (++count == 5) {
                        assertThat(rows(connection, "SELECT 1 n", List.of())).containsExactly("n", "integer 1");
                    }
                }
                assertThat(count).isEqualTo(600_000);
            }
        }
    }

    @Test
    void largeValuesArrive() throws SQLException {
        byte[] large = new byte[3_000_000];
        Arrays.fill(large, (byte) 39);
        String text = "'?".repeat(1_000_000);
        try (Connection connection = node.connect();
                PreparedStatement select = connection.prepareStatement("SELECT length(?299), ?299, ?300")) {
            set(select, Collections.nCopies(300, 1L));
            select.setBytes(299, large);
            select.setString(300, text);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3_000_000);
                assertThat(rows.getBytes(2)).isEqualTo(large);
                assertThat(rows.getString(3)).isEqualTo(text);
            }
        }
    }
}
