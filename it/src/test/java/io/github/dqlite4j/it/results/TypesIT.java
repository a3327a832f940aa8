package io.github.dqlite4j.it.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of every type through a real node, in a connection whose zone is two hours east of Greenwich. */
class TypesIT {
    private static final Instant INSTANT = Instant.parse("2024-02-29T10:11:12.123456789Z");
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static DqliteCluster cluster;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        connection = DriverManager.getConnection(cluster.jdbcUrl("types") + "?timeZone=%2B02:00");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bare(v)");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        cluster.close();
    }

    private interface Cell<T> {
        T of(ResultSet row) throws Exception;
    }

    /** What is read of a value that was bound. */
    private static <T> T stored(Object value, Cell<T> cell) throws Exception {
        try (Statement clear = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO bare VALUES (?)")) {
            clear.execute("DELETE FROM bare");
            insert.setObject(1, value);
            insert.executeUpdate();
            return read("SELECT v FROM bare", cell);
        }
    }

    private static <T> T read(String sql, Cell<T> cell) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return cell.of(row);
        }
    }

    static Stream<Arguments> values() throws Exception {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("GMT+02:00"), Locale.ROOT);
        calendar.setTimeInMillis(INSTANT.toEpochMilli());
        return Stream.of(
                arguments(true, Boolean.class),
                arguments(Byte.MIN_VALUE, Byte.class),
                arguments(Short.MAX_VALUE, Short.class),
                arguments(Integer.MIN_VALUE, Integer.class),
                arguments(Long.MAX_VALUE, Long.class),
                arguments(0.1f, Float.class),
                arguments(Double.MIN_VALUE, Double.class),
                arguments(Double.POSITIVE_INFINITY, Double.class),
                arguments(new BigDecimal("12345678901234567890.0123456789"), BigDecimal.class),
                arguments(new BigDecimal("-0.25"), BigDecimal.class),
                arguments(BigInteger.TWO.pow(200), BigInteger.class),
                arguments("", String.class),
                arguments("snow \u96ea \ud83d\ude00 'quoted' \"twice\"", String.class),
                arguments('x', Character.class),
                arguments(new byte[0], byte[].class),
                arguments(new byte[] {0, -1, 1}, byte[].class),
                arguments(LocalDate.of(1, 1, 1), LocalDate.class),
                arguments(LocalDate.of(9999, 12, 31), LocalDate.class),
                arguments(LocalTime.of(23, 59, 59, 999_999_999), LocalTime.class),
                arguments(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4), LocalDateTime.class),
                arguments(OffsetDateTime.parse("2024-02-29T10:11:12.5+02:00"), OffsetDateTime.class),
                arguments(OffsetTime.parse("10:11:12.5-11:30"), OffsetTime.class),
                arguments(ZonedDateTime.parse("2024-02-29T10:11:12.5+02:00"), ZonedDateTime.class),
                arguments(INSTANT, Instant.class),
                arguments(java.util.Date.from(INSTANT), java.util.Date.class),
                arguments(calendar, Calendar.class),
                arguments(Timestamp.from(INSTANT), Timestamp.class),
                arguments(Date.valueOf("2024-02-29"), Date.class),
                arguments(Time.valueOf("05:06:07"), Time.class),
                arguments(ID, UUID.class),
                arguments(new URI("https://example.org/a?b=c").toURL(), URL.class),
                arguments(DayOfWeek.FRIDAY, DayOfWeek.class));
    }

    @ParameterizedTest
    @MethodSource("values")
    void storedValueIsReadBackUnchanged(Object value, Class<?> type) throws Exception {
        Object read = stored(value, row -> row.getObject(1, type));
        if (value instanceof ZonedDateTime time) {
            assertThat(((ZonedDateTime) read).toInstant()).isEqualTo(time.toInstant());
        } else if (value instanceof OffsetDateTime time) {
            assertThat(((OffsetDateTime) read).toInstant()).isEqualTo(time.toInstant());
        } else {
            assertThat(read).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void nullIsReadAsNullByEveryGetter(Object value, Class<?> type) throws Exception {
        Object read = stored(null, row -> row.getObject(1, type));
        assertThat(read).isNull();
    }

    /** A literal, a target, and the text of what it becomes; or an SQLSTATE. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            127                    | Byte           | 127
            128                    | Byte           | 22003
            -32769                 | Short          | 22003
            2147483647             | Integer        | 2147483647
            2147483648             | Integer        | 22003
            1.0                    | Integer        | 1
            1.5                    | Integer        | 22003
            '12'                   | Integer        | 12
            '12 '                  | Integer        | 22018
            'x'                    | Long           | 22018
            x'31'                  | Long           | 22018
            9.3e18                 | Long           | 22003
            '9223372036854775808'  | Long           | 22003
            '9223372036854775808'  | BigInteger     | 9223372036854775808
            0.1                    | BigDecimal     | 0.1
            1e300                  | Float          | 22003
            '1e999'                | Double         | 22003
            9e999                  | Double         | Infinity
            9e999                  | BigDecimal     | 22003
            2                      | Boolean        | true
            'no'                   | Boolean        | false
            'maybe'                | Boolean        | 22018
            1.0                    | String         | 1.0
            1e20                   | String         | 1.0e+20
            x'61'                  | String         | a
            x'ff'                  | String         | 22018
            'ab'                   | Character      | 22003
            1                      | byte[]         | 22018
            '2024-02-29'           | LocalDate      | 2024-02-29
            '2024-02-29'           | LocalTime      | 22007
            '2024-02-30'           | LocalDate      | 22007
            '10:11'                | LocalTime      | 10:11
            '10:11'                | LocalDate      | 22007
            '2024-02-29 10:11'     | LocalDateTime  | 2024-02-29T10:11
            '2024-02-29T10:11:12Z' | LocalDateTime  | 2024-02-29T12:11:12
            '2024-02-29 23:11:12-05:00' | LocalDate | 2024-03-01
            '2024-02-29 10:11:12.123456789' | LocalDateTime | 2024-02-29T10:11:12.123456789
            '2024-02-29 10:11:12.5' | Instant       | 2024-02-29T10:11:12.500Z
            '2024-02-29 10:11:12.5Z' | OffsetDateTime | 2024-02-29T10:11:12.500Z
            1709201472             | Instant        | 2024-02-29T10:11:12Z
            1709201472123          | Instant        | 2024-02-29T10:11:12.123Z
            unixepoch('2024-02-29 10:11:12') | LocalDateTime | 2024-02-29T12:11:12
            julianday('2024-02-29 10:11:12') | Instant | 2024-02-29T10:11:12Z
            '2460369.5'            | Instant        | 2024-02-29T00:00:00Z
            datetime(1709201472, 'unixepoch') | LocalDateTime | 2024-02-29T10:11:12
            strftime('%Y-%m-%dT%H:%M:%f', 1709201472.25, 'unixepoch') | LocalDateTime | 2024-02-29T10:11:12.250
            x'00112233445566778899aabbccddeeff' | UUID | 00112233-4455-6677-8899-aabbccddeeff
            '00112233'             | UUID           | 22018
            7                      | UUID           | 22018
            'FRIDAY'               | DayOfWeek      | FRIDAY
            'Friday'               | DayOfWeek      | 22018
            5                      | DayOfWeek      | SATURDAY
            7                      | DayOfWeek      | 22003
            'no url'               | URL            | 22018
            1                      | Thread         | 07006
            1                      | SQLXML         | 07006
            """)
    void literalIsConverted(String literal, String target, String expected) throws Exception {
        Class<?> type = type(target);
        if (expected.matches("[0-9]{5}")) {
            assertThatThrownBy(() -> read("SELECT " + literal, row -> row.getObject(1, type)))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", expected);
        } else {
            Object read = read("SELECT " + literal, row -> row.getObject(1, type));
            assertThat(read).hasToString(expected);
        }
    }

    private static Class<?> type(String name) {
        for (String place : List.of("java.lang.", "java.math.", "java.time.", "java.util.", "java.net.", "java.sql.")) {
            try {
                return Class.forName(place + name);
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
        return byte[].class;
    }

    /** A value as text, the SQL type it is bound as, and the class and text of what is stored; or an SQLSTATE. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            12                        | TINYINT     | integer 12
            300                       | TINYINT     | 22003
            -40000                    | SMALLINT    | 22003
            12                        | INTEGER     | integer 12
            1.5                       | INTEGER     | 22003
            x                         | BIGINT      | 22018
            1                         | BOOLEAN     | integer 1
            no                        | BIT         | integer 0
            1.5                       | DOUBLE      | real 1.5
            1                         | REAL        | real 1.0
            1.25                      | DECIMAL     | real 1.25
            12345678901234567.5       | NUMERIC     | text 12345678901234567.5
            7                         | DECIMAL     | integer 7
            7                         | VARCHAR     | text 7
            a                         | CLOB        | text a
            a                         | VARBINARY   | blob a
            2024-02-29                | DATE        | text 2024-02-29
            2024-02-29 10:11:12       | DATE        | text 2024-02-29
            10:11                     | TIME        | text 10:11:00.000000000
            2024-02-29T10:11:12.5     | TIMESTAMP   | text 2024-02-29 10:11:12.500000000
            2024-02-29T10:11:12       | TIMESTAMP_WITH_TIMEZONE | text 2024-02-29 10:11:12.000000000Z
            10:11+01:00               | TIME_WITH_TIMEZONE | text 10:11:00.000000000+01:00
            10:11                     | DATE        | 22007
            soon                      | TIMESTAMP   | 22007
            a                         | ARRAY       | 07006
            a                         | ROWID       | 07006
            a                         | NULL        | text a
            a                         | OTHER       | text a
            """)
    void parameterIsBoundAsItsSqlType(String value, JDBCType type, String expected) throws Exception {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT typeof(?1) || ' ' || CAST(?1 AS TEXT), ?1")) {
            if (expected.matches("\\w{5}")) {
                assertThatThrownBy(() -> select.setObject(1, value, type))
                        .hasFieldOrPropertyWithValue("SQLState", expected);
                assertThatThrownBy(() -> select.setObject(1, value, type.getVendorTypeNumber()))
                        .hasFieldOrPropertyWithValue("SQLState", expected);
                return;
            }
            select.setObject(1, value, type);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo(expected);
            }
        }
    }

    @Test
    void aScaleRounds() throws Exception {
        try (PreparedStatement select = connection.prepareStatement("SELECT ?")) {
            select.setObject(1, new BigDecimal("2.345"), JDBCType.DECIMAL, 2);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBigDecimal(1)).isEqualByComparingTo("2.35");
            }
        }
    }

    @Test
    void legacyTimesHaveTheCalendarsZone() throws Exception {
        Calendar newYork = new GregorianCalendar(TimeZone.getTimeZone("America/New_York"), Locale.ROOT);
        try (PreparedStatement select = connection.prepareStatement("SELECT ?, ?, ?, ?")) {
            select.setTimestamp(1, Timestamp.from(INSTANT), newYork);
            select.setDate(2, new Date(INSTANT.toEpochMilli()), newYork);
            select.setTime(3, new Time(INSTANT.toEpochMilli()), newYork);
            select.setTimestamp(4, Timestamp.from(INSTANT));
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("2024-02-29 05:11:12.123456789");
                assertThat(row.getString(2)).isEqualTo("2024-02-29");
                assertThat(row.getString(3)).isEqualTo("05:11:12.123000000");
                assertThat(row.getString(4)).isEqualTo("2024-02-29 12:11:12.123456789");
                assertThat(row.getTimestamp(1, newYork).toInstant()).isEqualTo(INSTANT);
                assertThat(row.getTimestamp(4).toInstant()).isEqualTo(INSTANT);
                assertThat(row.getDate(2, newYork).getTime())
                        .isEqualTo(Instant.parse("2024-02-29T05:00:00Z").toEpochMilli());
                assertThat(row.getTime(3, newYork).getTime())
                        .isEqualTo(Instant.parse("1970-01-01T10:11:12.123Z").toEpochMilli());
            }
        }
    }

    @Test
    void streamsReadersAndLargeObjects() throws Exception {
        String text = "snow \u96ea";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Blob blob = connection.createBlob();
        blob.setBytes(1, bytes);
        Clob clob = connection.createClob();
        clob.setString(1, text);
        NClob nclob = connection.createNClob();
        nclob.setString(1, text);
        String sql = "SELECT ?, ?, ?, ?, ?, ?, ?, ?, typeof(?1), typeof(?2), typeof(?3), typeof(?4), typeof(?6)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setBlob(1, blob);
            select.setClob(2, clob);
            select.setNClob(3, nclob);
            select.setBinaryStream(4, new ByteArrayInputStream(bytes));
            select.setCharacterStream(5, new StringReader(text), text.length());
            select.setAsciiStream(6, new ByteArrayInputStream("plain".getBytes(StandardCharsets.US_ASCII)));
            select.setObject(7, blob);
            select.setObject(8, clob, JDBCType.CLOB);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                for (int column : new int[] {1, 4, 7}) {
                    assertThat(row.getBlob(column).getBytes(1, 100)).isEqualTo(bytes);
                    assertThat(row.getObject(column, Blob.class).length()).isEqualTo(bytes.length);
                    assertThat(row.getObject(column, InputStream.class)).hasBinaryContent(bytes);
                    assertThat(row.getBinaryStream(column)).hasBinaryContent(bytes);
                    assertThat(row.getBytes(column)).isEqualTo(bytes);
                }
                for (int column : new int[] {2, 3, 5, 8}) {
                    assertThat(row.getClob(column).getSubString(1, 100)).isEqualTo(text);
                    assertThat(row.getNClob(column).getSubString(1, 100)).isEqualTo(text);
                    assertThat(row.getObject(column, Clob.class).length()).isEqualTo(text.length());
                    assertThat(row.getObject(column, NClob.class).length()).isEqualTo(text.length());
                    assertThat(row.getNString(column)).isEqualTo(text);
                    StringWriter read = new StringWriter();
                    try (Reader reader = row.getCharacterStream(column)) {
                        reader.transferTo(read);
                    }
                    assertThat(read).hasToString(text);
                    assertThatThrownBy(() -> row.getAsciiStream(column))
                            .hasFieldOrPropertyWithValue("SQLState", "22018");
                }
                assertThat(row.getAsciiStream(6)).hasContent("plain");
                assertThat(List.of(row.getString(9), row.getString(10), row.getString(11), row.getString(12)))
                        .containsExactly("blob", "text", "text", "blob");
                assertThat(row.getString(13)).isEqualTo("text");
            }
        }
    }

    @Test
    void unsupportedTypeIsRefused() throws Exception {
        read("SELECT 1", row -> {
            for (Cell<?> cell : List.<Cell<?>>of(
                    found -> found.getArray(1),
                    found -> found.getRef(1),
                    found -> found.getRowId(1),
                    found -> found.getSQLXML(1),
                    found -> connection.createArrayOf("INT", new Object[0]),
                    found -> connection.createStruct("S", new Object[0]),
                    found -> connection.createSQLXML())) {
                assertThatThrownBy(() -> cell.of(row))
                        .isInstanceOf(SQLFeatureNotSupportedException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "HYC00");
            }
            assertThat(row.getObject(1, Map.of())).isEqualTo(1L);
            assertThat(row.getObject(1, Map.of("INTEGER", String.class))).isEqualTo(1L);
            return row;
        });
    }

    /** The four names are changed to harmless ones when a table is made, unless the connection keeps them. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&declaredTypes=exact"})
    void declaredColumnsReadEveryForm(String option) throws Exception {
        String url = cluster.jdbcUrl("types") + "?timeZone=UTC" + option;
        Timestamp expected = Timestamp.from(Instant.parse("2024-02-29T10:11:12Z"));
        try (Connection utc = DriverManager.getConnection(url);
                Statement statement = utc.createStatement()) {
            statement.execute(
                    "CREATE TABLE forms(id INTEGER PRIMARY KEY, at TIMESTAMP, day DATE, ok BOOLEAN, when_ DATETIME)");
            try {
                statement.execute("INSERT INTO forms VALUES (1, '2024-02-29 10:11:12', '2024-02-29', 1, 1709201472),"
                        + "(2, '2024-02-29T10:11:12Z', '2024-02-29T10:11', 0, '2024-02-29 11:11:12+01:00'),"
                        + "(3, 1709201472, 1709201472, 1, '2024-02-29 10:11:12.000'), (4, NULL, NULL, NULL, NULL)");
                try (ResultSet rows = statement.executeQuery("SELECT * FROM forms ORDER BY id")) {
                    for (int i = 1; i <= 3; i++) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getObject("at")).isEqualTo(expected);
                        assertThat(rows.getObject("when_")).isEqualTo(expected);
                        assertThat(rows.getObject("day", LocalDate.class)).isEqualTo("2024-02-29");
                        assertThat(rows.getObject("day")).hasToString("2024-02-29");
                        assertThat(rows.getObject("ok")).isEqualTo(i != 2);
                    }
                    assertThat(rows.next()).isTrue();
                    for (String column : List.of("at", "day", "ok", "when_")) {
                        assertThat(rows.getObject(column)).isNull();
                        assertThat(rows.wasNull()).isTrue();
                    }
                }
            } finally {
                statement.execute("DROP TABLE forms");
            }
        }
    }
}
