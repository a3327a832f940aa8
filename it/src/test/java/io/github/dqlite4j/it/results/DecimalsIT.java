package io.github.dqlite4j.it.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimals in columns of a real node: with the scale of their column, and never with fewer digits than the value that was set. */
@Timeout(120)
class DecimalsIT {
    private static DqliteCluster cluster;
    private static Connection connection;
    private static Statement statement;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        connection = DriverManager.getConnection(cluster.jdbcUrl("decimals"));
        statement = connection.createStatement();
        statement.execute("CREATE TABLE price (id INTEGER PRIMARY KEY, p DECIMAL(12,2), wide NUMERIC(38,10),"
                + " whole DECIMAL(10), open DECIMAL, t TEXT, big BIGINT, d DOUBLE, bare)");
        statement.execute("CREATE VIEW priced AS SELECT p AS seen FROM price");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        cluster.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        statement.execute("DELETE FROM price");
    }

    private static String column(String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "p, 19.10, 19.10",
        "p, 19.1, 19.10",
        "p, 100, 100.00",
        "p, -0.5, -0.50",
        "p, 0, 0.00",
        "p, 1.234, 1.234",
        "wide, 0.1, 0.1000000000",
        "wide, 1e20, 100000000000000000000.0000000000",
        "whole, 5.0, 5",
        "whole, 5.5, 5.5",
        "open, 19.10, 19.1",
        "t, '''19.10''', 19.10"
    })
    void aStoredNumberHasTheDigitsOfItsColumn(String column, String literal, String expected) throws SQLException {
        statement.execute("INSERT INTO price(" + column + ") VALUES (" + literal + ")");
        try (ResultSet row = statement.executeQuery("SELECT " + column + " AS a FROM price")) {
            assertThat(row.next()).isTrue();
            BigDecimal decimal = new BigDecimal(expected);
            assertThat(row.getBigDecimal(1)).isEqualTo(decimal);
            assertThat(row.getBigDecimal("a")).isEqualTo(decimal);
            assertThat(row.getObject(1, BigDecimal.class)).isEqualTo(decimal);
            assertThat(row.getString(1)).isEqualTo(expected);
            assertThat(row.getObject("a", String.class)).isEqualTo(expected);
            assertThat(row.getObject(1)).isEqualTo(column.equals("t") ? expected : decimal);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT seen FROM priced",
                "SELECT x FROM (SELECT p AS x FROM price)",
                "WITH q AS (SELECT p FROM price) SELECT p FROM q",
                "INSERT INTO price(p) SELECT p FROM price RETURNING p"
            })
    void alsoThroughAViewOrASubquery(String sql) throws SQLException {
        statement.execute("INSERT INTO price(p) VALUES (19.10)");
        assertThat(column(sql)).isEqualTo("19.10");
        if (sql.startsWith("INSERT")) {
            return;
        }
        try (PreparedStatement prepared = connection.prepareStatement(
                        sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                ResultSet row = prepared.executeQuery()) {
            assertThat(row.last()).isTrue();
            assertThat(row.getBigDecimal(1)).isEqualTo(new BigDecimal("19.10"));
        }
    }

    private static String stored(String column, Object value) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO price(id, " + column + ") VALUES (1, ?)")) {
            insert.setObject(1, value);
            insert.executeUpdate();
        }
        return column("SELECT " + column + " FROM price");
    }

    @ParameterizedTest
    @CsvSource({
        "p, 1.005, 1.01",
        "p, -1.005, -1.01",
        "p, 2.674999, 2.67",
        "p, 3.3333333333333333333333333333333333, 3.33",
        "p, 1e-400, 0.00",
        "p, 9999999999.999, 10000000000.00",
        "wide, 3.3333333333333333333, 3.3333333333",
        "whole, 2.5, 3",
        "open, 2.675, 2.675",
        "t, 12345678901234567890.123, 12345678901234567890.123",
        "bare, 12345678901234567890.123, 12345678901234567890.123",
        "d, 3.3333333333333333333, 3.3333333333333335"
    })
    void aDecimalIsRoundedHalfUpToItsColumn(String column, String value, String expected) throws SQLException {
        assertThat(stored(column, new BigDecimal(value))).isEqualTo(expected);
    }

    @Test
    void everyWayToSetADecimalRounds() throws SQLException {
        BigDecimal value = new BigDecimal("1.005");
        try (PreparedStatement update = connection.prepareStatement("UPDATE price SET p = ? WHERE id = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO price(id, p) VALUES (?, ?), (?, ?)")) {
            insert.setInt(1, 1);
            insert.setBigDecimal(2, value);
            insert.setInt(3, 2);
            insert.setObject(4, value, Types.DECIMAL);
            insert.addBatch();
            insert.setInt(1, 3);
            insert.setObject(2, value, Types.NUMERIC, 5);
            insert.setInt(3, 4);
            insert.setObject(4, "1.00499", Types.NUMERIC);
            insert.addBatch();
            insert.executeBatch();
            assertThat(column("SELECT group_concat(p) FROM (SELECT p FROM price ORDER BY id)"))
                    .isEqualTo("1.01,1.01,1.01,1");
            update.setObject(1, value, Types.OTHER);
            update.setInt(2, 4);
            update.executeUpdate();
            assertThat(column("SELECT p FROM price WHERE id = 4")).isEqualTo("1.01");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "p, 12345678901234567.89",
        "wide, 12345678901234567890.123",
        "wide, 1e400",
        "wide, 9999999999999.9999",
        "open, 0.1234567890123456",
        "big, 9223372036854775809",
        "d, 1e400"
    })
    void moreDigitsThanTheColumnKeepsAreRefused(String column, String value) throws SQLException {
        BigDecimal decimal = new BigDecimal(value);
        refused(() -> stored(column, decimal));
        if (decimal.scale() == 0) {
            refused(() -> stored(column, decimal.toBigInteger()));
        }
        if (value.length() > 15) {
            refused(() -> stored(column, value));
        }
        assertThat(column("SELECT count(*) FROM price")).isEqualTo("0");
    }

    private interface Call {
        Object run() throws SQLException;
    }

    private static void refused(Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(SQLDataException.class)
                .hasFieldOrPropertyWithValue("SQLState", "22003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO price(p) VALUES (9999999999999.9999)",
                "INSERT INTO price(id, p) VALUES (1, 1), (2, -9999999999999.9999)",
                "INSERT INTO price(wide) VALUES (12345678901234567890.123)",
                "INSERT INTO price(wide) VALUES (1e400)",
                "INSERT INTO price(big) VALUES (9223372036854775808)",
                "REPLACE INTO price(open) VALUES (0.1234567890123456)",
                "INSERT INTO price(t) VALUES (12345678901234567890.123)",
                "UPDATE price SET p = 9999999999999.9999",
                "UPDATE price SET t = 'a', p = -9999999999999.9999 WHERE id = 1",
                "INSERT INTO price(p) VALUES (CAST(9999999999999.9999 AS DECIMAL(38,10)))"
            })
    void aLiteralWithTooManyDigitsIsRefused(String sql) throws SQLException {
        refused(() -> statement.executeUpdate(sql));
        refused(() -> statement.executeUpdate(sql));
        refused(() -> {
            try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                return prepared.executeUpdate();
            }
        });
        assertThat(column("SELECT count(*) FROM price")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "d, 3.14159265358979323846, 3.141592653589793",
        "bare, 3.14159265358979323846, 3.141592653589793",
        "wide, 1e20, 100000000000000000000.0000000000",
        "wide, 123456789012.345, 123456789012.3450000000",
        "big, 9223372036854775807, 9223372036854775807",
        "big, -9223372036854775808, -9223372036854775808",
        "big, 0x7fffffffffffffff, 9223372036854775807",
        "t, '''12345678901234567890.123''', 12345678901234567890.123"
    })
    void everyOtherLiteralIsStored(String column, String literal, String expected) throws SQLException {
        statement.executeUpdate("INSERT INTO price(" + column + ") VALUES (" + literal + ")");
        assertThat(column("SELECT " + column + " FROM price WHERE 1 < 3.14159265358979323846"))
                .isEqualTo(expected);
    }

    @Test
    void integersOf64BitsAreExactEverywhere() throws SQLException {
        BigInteger largest = BigInteger.valueOf(Long.MAX_VALUE);
        assertThat(stored("big", largest)).isEqualTo("9223372036854775807");
        assertThat(stored("open", largest)).isEqualTo("9223372036854775807");
        assertThat(stored("p", largest)).isEqualTo("9223372036854775807.00");
        assertThat(stored("p", "1234567890123456789")).isEqualTo("1234567890123456789.00");
    }

    /** What is compared is not stored, so it is neither rounded nor refused. */
    @Test
    void aComparisonTakesAllDigits() throws SQLException {
        stored("p", new BigDecimal("3.33"));
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM price WHERE p < ?")) {
            query.setBigDecimal(1, new BigDecimal("3.3333333333333333333333"));
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isOne();
            }
        }
    }

    /** A text that is compared with a number is greater than every number, so it must not be sent as one. */
    @Test
    void withoutAColumnTooManyDigitsAreRefused() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM price WHERE p * 2 < ?")) {
            query.setBigDecimal(1, new BigDecimal("0.123456789012345"));
            refused(() -> {
                query.setBigDecimal(1, new BigDecimal("0.1234567890123456"));
                return null;
            });
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT CAST(? AS TEXT), CAST(? AS DECIMAL(12,2))")) {
            query.setBigDecimal(1, new BigDecimal("0.1234567890123456"));
            query.setBigDecimal(2, new BigDecimal("0.1234567890123456"));
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("0.1234567890123456");
                assertThat(row.getBigDecimal(2)).isEqualByComparingTo("0.12");
            }
        }
    }

    @Test
    @SuppressWarnings("deprecation") // the getter is tested while it exists
    void aHugeExponentIsAnErrorAndNoEndlessCalculation() throws SQLException {
        for (String text : new String[] {"1e2147483647", "1e2147483646", "-9e999999999"}) {
            stored("t", text);
            try (ResultSet row = statement.executeQuery("SELECT t FROM price")) {
                assertThat(row.next()).isTrue();
                refused(() -> row.getBigDecimal(1, 2));
                refused(() -> row.getBigDecimal(1, Integer.MAX_VALUE));
                refused(() -> row.getLong(1));
                assertThat(row.getString(1)).isEqualTo(text);
            }
        }
        for (String text : new String[] {"1e-2147483647", "0e2147483647", "-4e-3"}) {
            stored("t", text);
            try (ResultSet row = statement.executeQuery("SELECT t FROM price")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBigDecimal(1, 2)).isEqualTo(new BigDecimal("0.00"));
            }
        }
        stored("t", "2.675");
        try (ResultSet row = statement.executeQuery("SELECT t FROM price")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBigDecimal(1, 2)).isEqualTo(new BigDecimal("2.68"));
        }
    }
}
