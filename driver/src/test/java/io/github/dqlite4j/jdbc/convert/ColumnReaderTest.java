package io.github.dqlite4j.jdbc.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.value.FakeCell;
import io.github.dqlite4j.wire.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** The types that JDBC adds, and the SQLSTATEs. The conversions themselves are tested by {@code ValueReaderTest}. */
class ColumnReaderTest {
    private static final ColumnReader READER = new ColumnReader(ZoneId.of("+02:00"));

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("Date", java.sql.Date.class),
            Map.entry("Time", java.sql.Time.class),
            Map.entry("Timestamp", java.sql.Timestamp.class),
            Map.entry("InputStream", InputStream.class),
            Map.entry("Blob", Blob.class),
            Map.entry("Reader", Reader.class),
            Map.entry("Clob", Clob.class),
            Map.entry("NClob", NClob.class),
            Map.entry("Integer", Integer.class),
            Map.entry("Thread", Thread.class));

    /** Each line is a kind of cell, in the order of {@link #GETTERS}; a date or time as its instant, bytes in hex. */
    private static final String[] GETTERS = {
        "Date", "Time", "Timestamp", "InputStream", "Blob", "Reader", "Clob", "NClob"
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NULL|null|null|null|null|null|null|null|null",
                "ISO8601|null|null|null|null|null|null|null|null",
                "INTEGER 0|1969-12-31T22:00:00Z|1970-01-01T00:00:00Z|1970-01-01T00:00:00Z|22018|22018|0|0|0",
                "UNIXTIME 86400|1970-01-01T22:00:00Z|1970-01-01T00:00:00Z|1970-01-02T00:00:00Z|22018|22018|86400|86400|86400",
                "BOOLEAN 1|22018|22018|22018|22018|22018|1|1|1",
                "FLOAT 2440588.25|1969-12-31T22:00:00Z|1970-01-01T18:00:00Z|1970-01-01T18:00:00Z|22018|22018|2440588.25|2440588.25|2440588.25",
                "TEXT x|22007|22007|22007|78|78|x|x|x",
                "TEXT 2024-02-29|2024-02-28T22:00:00Z|22007|2024-02-28T22:00:00Z|323032342d30322d3239|323032342d30322d3239|2024-02-29|2024-02-29|2024-02-29",
                "ISO8601 10:11|22007|1970-01-01T08:11:00Z|1970-01-01T08:11:00Z|31303a3131|31303a3131|10:11|10:11|10:11",
                "BLOB 41|22018|22018|22018|41|41|A|A|A",
            })
    void readsEveryTypeByEveryGetter(ArgumentsAccessor line) {
        for (int i = 0; i < GETTERS.length; i++) {
            assertThat(read(line.getString(0), GETTERS[i]))
                    .as(line.getString(0) + " as " + GETTERS[i])
                    .isEqualTo(line.getString(i + 1));
        }
        assertThat(line.size()).isEqualTo(GETTERS.length + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TEXT 2024-02-29 10:11:12.5 | Timestamp | 2024-02-29T08:11:12.500Z",
                "TEXT 2024-02-29 10:11:12.5Z | Timestamp | 2024-02-29T10:11:12.500Z",
                "TEXT 10:11:12.5009 | Time | 1970-01-01T08:11:12.500Z",
                "TEXT 2024-02-29 23:11:12Z | Date | 2024-02-29T22:00:00Z",
                "INTEGER 2147483648 | Integer | 22003",
                "FLOAT -1 | Timestamp | 22008",
                "BLOB ff | Clob | 22018",
                "NULL | Thread | 07006",
                "TEXT x | Thread | 07006",
            })
    void readsLimitsAndForms(String cell, String getter, String expected) {
        assertThat(read(cell, getter)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "NULL | 0 | 0 | 0 | 0 | 0.0 | 0.0 | false | null",
                "ISO8601 | 0 | 0 | 0 | 0 | 0.0 | 0.0 | false | null",
                "INTEGER 1 | 1 | 1 | 1 | 1 | 1.0 | 1.0 | true | 1",
                "INTEGER 4294967296 | 22003 | 22003 | 22003 | 4294967296 | 4.2949673E9 | 4.294967296E9 | true | 4294967296",
                "FLOAT 1.5 | 22003 | 22003 | 22003 | 22003 | 1.5 | 1.5 | true | 1.5",
                "TEXT x | 22018 | 22018 | 22018 | 22018 | 22018 | 22018 | 22018 | x",
                "BLOB ff | 22018 | 22018 | 22018 | 22018 | 22018 | 22018 | 22018 | 22018",
            })
    void readsPrimitives(ArgumentsAccessor line) {
        Row cell = FakeCell.of(line.getString(0));
        assertThat(outcome(() -> READER.getByte(cell, 0))).isEqualTo(line.getString(1));
        assertThat(outcome(() -> READER.getShort(cell, 0))).isEqualTo(line.getString(2));
        assertThat(outcome(() -> READER.getInt(cell, 0))).isEqualTo(line.getString(3));
        assertThat(outcome(() -> READER.getLong(cell, 0))).isEqualTo(line.getString(4));
        assertThat(outcome(() -> READER.getFloat(cell, 0))).isEqualTo(line.getString(5));
        assertThat(outcome(() -> READER.getDouble(cell, 0))).isEqualTo(line.getString(6));
        assertThat(outcome(() -> READER.getBoolean(cell, 0))).isEqualTo(line.getString(7));
        assertThat(outcome(() -> READER.getString(cell, 0))).isEqualTo(String.valueOf(line.getString(8)));
    }

    /** The other kinds are those of {@code ValueReaderTest}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER 1 | DECIMAL(10, 2) | BigDecimal",
                "TEXT 2024-02-29 | DATE(10) | Date",
                "TEXT x | DATE | String",
                "TEXT 10:11 | DATE | String",
                "TEXT 2024-02-29 | TIME | String",
                "TEXT 10:11 | TIMESTAMP | Timestamp",
                "FLOAT -1 | TIMESTAMP | Double",
                "BOOLEAN 1 | DATETIME | Boolean",
                "BLOB 41 | DATE | byte[]",
                "TEXT 10:11 | TIME | Time",
                "ISO8601 2024-02-29 10:11 | DATETIME | Timestamp",
                "UNIXTIME 1 | TIMESTAMP | Timestamp",
                "TEXT 2024-02-29 10:11 | TIMESTAMP(6) | Timestamp",
                "NULL | DATE | null",
                "ISO8601 | DATE | null",
            })
    void getObjectFollowsTheDeclaredType(String cell, @Nullable String declared, String expected) throws SQLException {
        Object value = READER.getObject(FakeCell.of(cell), 0, declared);
        assertThat(value == null ? "null" : value.getClass().getSimpleName()).isEqualTo(expected);
    }

    /** Date and Time with a calendar, since without one they are in the JVM's zone. */
    private static String read(String cell, String getter) {
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("GMT+02:00"), Locale.ROOT);
        return outcome(() -> switch (getter) {
            case "Date" -> READER.getDate(FakeCell.of(cell), 0, calendar);
            case "Time" -> READER.getTime(FakeCell.of(cell), 0, calendar);
            default -> READER.get(FakeCell.of(cell), 0, TYPES.get(getter));
        });
    }

    @Test
    void datesAndTimesShowWhatIsStored() throws SQLException {
        for (String day : List.of("1582-10-15", "1700-01-01", "1899-12-31", "2024-02-29", "2100-01-01")) {
            assertThat(READER.getDate(FakeCell.of("TEXT " + day), 0, null)).hasToString(day);
            assertThat(READER.get(FakeCell.of("TEXT " + day), 0, java.sql.Date.class))
                    .hasToString(day);
            assertThat(READER.getObject(FakeCell.of("TEXT " + day), 0, "DATE")).hasToString(day);
        }
        assertThat(READER.getTime(FakeCell.of("TEXT 10:11:12"), 0, null)).hasToString("10:11:12");
        assertThat(READER.getObject(FakeCell.of("TEXT 10:11:12"), 0, "TIME")).hasToString("10:11:12");
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP, 2024-02-29 10:11:12, 2024-02-29T08:11:12Z",
        "TIMESTAMP, 2024-02-29 10:11:12Z, 2024-02-29T10:11:12Z",
        "TIMESTAMP WITH TIME ZONE, 2024-02-29 10:11:12, 2024-02-29T10:11:12Z",
        "TIMESTAMP WITH TIME ZONE(6), 2024-02-29 10:11:12+01:00, 2024-02-29T09:11:12Z",
    })
    void aTextWithoutOffsetIsUtcInAColumnWithTimeZone(String declared, String text, Instant expected)
            throws SQLException {
        Row cell = FakeCell.of("TEXT " + text);
        ColumnReader reader = READER.forColumn(declared);
        assertThat(reader.getTimestamp(cell, 0, null).toInstant()).isEqualTo(expected);
        assertThat(reader.get(cell, 0, java.util.Date.class).toInstant()).isEqualTo(expected);
        assertThat(reader.get(cell, 0, Calendar.class).toInstant()).isEqualTo(expected);
        assertThat(reader.get(cell, 0, LocalDateTime.class))
                .isEqualTo(LocalDateTime.ofInstant(expected, ZoneId.of("+02:00")));
    }

    private static String outcome(Reading reading) {
        try {
            return written(reading.run());
        } catch (SQLException e) {
            return e.getSQLState();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String written(@Nullable Object value) throws SQLException, IOException {
        if (value instanceof Blob blob) {
            return written(blob.getBinaryStream());
        } else if (value instanceof InputStream stream) {
            return HexFormat.of().formatHex(stream.readAllBytes());
        } else if (value instanceof Clob clob) {
            return written(clob.getCharacterStream());
        } else if (value instanceof Reader characters) {
            StringWriter text = new StringWriter();
            characters.transferTo(text);
            return text.toString();
        } else if (value instanceof java.util.Date date) {
            return Instant.ofEpochMilli(date.getTime()).toString();
        }
        return String.valueOf(value);
    }

    private interface Reading {
        @Nullable
        Object run() throws SQLException;
    }
}
