package io.github.dqlite4j.jdbc.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.value.FakeCell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnReaderTest {
    private static final ColumnReader READER = new ColumnReader(ZoneId.of("+02:00"));

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("String", String.class),
            Map.entry("Character", Character.class),
            Map.entry("Boolean", Boolean.class),
            Map.entry("Byte", Byte.class),
            Map.entry("Short", Short.class),
            Map.entry("Integer", Integer.class),
            Map.entry("Long", Long.class),
            Map.entry("Float", Float.class),
            Map.entry("Double", Double.class),
            Map.entry("BigDecimal", BigDecimal.class),
            Map.entry("BigInteger", BigInteger.class),
            Map.entry("bytes", byte[].class),
            Map.entry("LocalDate", LocalDate.class),
            Map.entry("LocalTime", LocalTime.class),
            Map.entry("LocalDateTime", LocalDateTime.class),
            Map.entry("OffsetDateTime", OffsetDateTime.class),
            Map.entry("OffsetTime", OffsetTime.class),
            Map.entry("ZonedDateTime", ZonedDateTime.class),
            Map.entry("Instant", Instant.class),
            Map.entry("Date", java.sql.Date.class),
            Map.entry("Time", java.sql.Time.class),
            Map.entry("Timestamp", java.sql.Timestamp.class),
            Map.entry("UtilDate", java.util.Date.class),
            Map.entry("UUID", UUID.class),
            Map.entry("TimeUnit", TimeUnit.class),
            Map.entry("Thread", Thread.class),
            Map.entry("Object", Object.class));

    /** Each line is a kind of cell, in the order of {@link #GETTERS}; java.util.Date and its children as their instant. */
    private static final String[] GETTERS = {
        "String",
        "Boolean",
        "Byte",
        "Short",
        "Integer",
        "Long",
        "Float",
        "Double",
        "BigDecimal",
        "BigInteger",
        "bytes",
        "LocalDate",
        "LocalTime",
        "LocalDateTime",
        "OffsetDateTime",
        "OffsetTime",
        "Instant",
        "Date",
        "Time",
        "Timestamp",
        "UUID",
        "TimeUnit",
        "Object"
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NULL|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null",
                "ISO8601|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null",
                "INTEGER 0|0|false|0|0|0|0|0.0|0.0|0|0|22018|1970-01-01|02:00|1970-01-01T02:00|1970-01-01T00:00Z|00:00Z|1970-01-01T00:00:00Z|1969-12-31T22:00:00Z|1970-01-01T00:00:00Z|1970-01-01T00:00:00Z|22018|22018|0",
                "UNIXTIME 86400|86400|true|22003|22003|86400|86400|86400.0|86400.0|86400|86400|22018|1970-01-02|02:00|1970-01-02T02:00|1970-01-02T00:00Z|00:00Z|1970-01-02T00:00:00Z|1970-01-01T22:00:00Z|1970-01-01T00:00:00Z|1970-01-02T00:00:00Z|22018|22018|86400",
                "BOOLEAN 1|1|true|1|1|1|1|1.0|1.0|1|1|22018|22018|22018|22018|22018|22018|22018|22018|22018|22018|22018|22018|true",
                "FLOAT 2440588.25|2440588.25|true|22003|22003|22003|22003|2440588.2|2440588.25|2440588.25|22003|22018|1970-01-01|20:00|1970-01-01T20:00|1970-01-01T18:00Z|18:00Z|1970-01-01T18:00:00Z|1969-12-31T22:00:00Z|1970-01-01T18:00:00Z|1970-01-01T18:00:00Z|22018|22018|2440588.25",
                "TEXT x|x|22018|22018|22018|22018|22018|22018|22018|22018|22018|78|22007|22007|22007|22007|22007|22007|22007|22007|22007|22018|22018|x",
                "TEXT 2024-02-29|2024-02-29|22018|22018|22018|22018|22018|22018|22018|22018|22018|323032342d30322d3239|2024-02-29|22007|2024-02-29T00:00|2024-02-29T00:00+02:00|22007|2024-02-28T22:00:00Z|2024-02-28T22:00:00Z|22007|2024-02-28T22:00:00Z|22018|22018|2024-02-29",
                "ISO8601 10:11|10:11|22018|22018|22018|22018|22018|22018|22018|22018|22018|31303a3131|22007|10:11|22007|22007|10:11+02:00|22007|22007|1970-01-01T08:11:00Z|1970-01-01T08:11:00Z|22018|22018|10:11",
                "BLOB 41|A|22018|22018|22018|22018|22018|22018|22018|22018|22018|41|22018|22018|22018|22018|22018|22018|22018|22018|22018|22018|22018|41",
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
                "INTEGER -129 | Byte | 22003",
                "INTEGER 128 | Byte | 22003",
                "INTEGER -128 | Byte | -128",
                "INTEGER 32768 | Short | 22003",
                "INTEGER 2147483648 | Integer | 22003",
                "INTEGER -2147483648 | Integer | -2147483648",
                "FLOAT 9.223372036854775807E18 | Long | 22003",
                "FLOAT -9.223372036854775808E18 | Long | -9223372036854775808",
                "FLOAT Infinity | Long | 22003",
                "FLOAT Infinity | BigDecimal | 22003",
                "FLOAT Infinity | Double | Infinity",
                "FLOAT Infinity | Float | Infinity",
                "FLOAT 1e39 | Float | 22003",
                "FLOAT 0.1 | BigDecimal | 0.1",
                "FLOAT 1e10 | BigDecimal | 10000000000",
                "FLOAT 1e10 | String | 10000000000.0",
                "FLOAT 1.5e20 | String | 1.5e+20",
                "FLOAT -1e-7 | String | -1.0e-07",
                "FLOAT 0.0001 | String | 0.0001",
                "FLOAT -Infinity | String | -Inf",
                "TEXT 9223372036854775807 | Long | 9223372036854775807",
                "TEXT 9223372036854775808 | Long | 22003",
                "TEXT 9223372036854775808 | BigInteger | 9223372036854775808",
                "TEXT 1e999999999 | Long | 22003",
                "TEXT 1e999999999 | BigInteger | 22003",
                "TEXT 1e999999999 | Double | 22003",
                "TEXT 1.0 | Integer | 1",
                "TEXT 1.5 | Integer | 22003",
                "TEXT 1 x | Integer | 22018",
                "TEXT \u0661 | Integer | 22018",
                "TEXT NaN | Double | 22018",
                "TEXT YES | Boolean | true",
                "TEXT f | Boolean | false",
                "TEXT 0.0 | Boolean | false",
                "TEXT 2 | Boolean | true",
                "TEXT on | Boolean | 22018",
                "TEXT x | Character | x",
                "TEXT xy | Character | 22003",
                "BLOB ff | String | 22018",
                "BLOB 00112233445566778899aabbccddeeff | UUID | 00112233-4455-6677-8899-aabbccddeeff",
                "TEXT 00112233-4455-6677-8899-aabbccddeeff | UUID | 00112233-4455-6677-8899-aabbccddeeff",
                "TEXT SECONDS | TimeUnit | SECONDS",
                "TEXT seconds | TimeUnit | 22018",
                "TEXT x | Thread | 07006",
                "TEXT 2024-02-29T10:11 | LocalDateTime | 2024-02-29T10:11",
                "TEXT 2024-02-29 10:11:12.123456789 | LocalDateTime | 2024-02-29T10:11:12.123456789",
                "TEXT 2024-02-29 10:11:12.5 | Timestamp | 2024-02-29T08:11:12.500Z",
                "TEXT 2024-02-29 10:11:12Z | Instant | 2024-02-29T10:11:12Z",
                "TEXT 2024-02-29 23:11:12Z | LocalDate | 2024-03-01",
                "TEXT 2024-02-29 10:11:12 -05:30 | OffsetDateTime | 2024-02-29T10:11:12-05:30",
                "TEXT 2024-02-29 10:11:12-05:30 | ZonedDateTime | 2024-02-29T10:11:12-05:30",
                "TEXT 2024-02-29 10:11 | ZonedDateTime | 2024-02-29T10:11+02:00",
                "TEXT 10:11:12.5+01:00 | OffsetTime | 10:11:12.500+01:00",
                "TEXT 2440587.5 | Instant | 1970-01-01T00:00:00Z",
                "TEXT 2024-02-29 10:11:12Z | UtilDate | 2024-02-29T10:11:12Z",
                "TEXT 2023-02-29 | LocalDate | 22007",
                "TEXT 2024-02-29x | LocalDate | 22007",
                "TEXT 2024-02-29 10 | LocalDate | 22007",
                "TEXT 2024-02-29 10:11:12. | LocalDate | 22007",
                "TEXT 2024-02-29 10:11:12.1234567890 | LocalDateTime | 22007",
                "TEXT 2024-02-29 10:11+2 | LocalDateTime | 22007",
                "INTEGER 99999999999 | Instant | 5138-11-16T09:46:39Z",
                "INTEGER 100000000000 | Instant | 1973-03-03T09:46:40Z",
                "INTEGER -100000000000 | Instant | 1966-10-31T14:13:20Z",
                "FLOAT -1 | Instant | 22008",
                "FLOAT 5373484.5 | Instant | 22008",
            })
    void readsLimitsAndForms(String cell, String getter, String expected) {
        assertThat(read(cell, getter)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER 1 | INTEGER | Integer",
                "INTEGER 1 | int(10) | Integer",
                "INTEGER 2147483648 | INTEGER | Long",
                "INTEGER 1 | BIGINT | Long",
                "INTEGER 1 | | Long",
                "INTEGER 1 | DECIMAL(10, 2) | BigDecimal",
                "TEXT 1.10 | NUMERIC | BigDecimal",
                "TEXT x | NUMERIC | String",
                "INTEGER 1 | BOOLEAN(1) | Boolean",
                "INTEGER 2 | bool | Long",
                "TEXT 2024-02-29 | DATE(10) | Date",
                "TEXT x | DATE | String",
                "TEXT 10:11 | TIME | Time",
                "ISO8601 2024-02-29 10:11 | DATETIME | Timestamp",
                "UNIXTIME 1 | TIMESTAMP | Timestamp",
                "TEXT 2024-02-29 10:11 | TIMESTAMP(6) | Timestamp",
                "TEXT 2024-02-29 10:11 | timestamp(6) with  time zone | OffsetDateTime",
                "INTEGER 1 | DOUBLE PRECISION | Double",
                "FLOAT 1 | FLOAT | Double",
                "FLOAT 1.5 | INTEGER | Double",
                "TEXT 1 | TEXT | String",
                "BLOB 01 | BLOB | byte[]",
                "NULL | DATE | null",
                "ISO8601 | DATE | null",
            })
    void getObjectFollowsTheDeclaredType(String cell, @Nullable String declared, String expected) throws SQLException {
        Object value = READER.getObject(FakeCell.of(cell), 0, declared);
        assertThat(value == null ? "null" : value.getClass().getSimpleName()).isEqualTo(expected);
    }

    private static String read(String cell, String getter) {
        try {
            Object value = READER.get(FakeCell.of(cell), 0, TYPES.get(getter));
            if (value instanceof byte[] bytes) {
                return HexFormat.of().formatHex(bytes);
            } else if (value instanceof java.util.Date date) {
                return Instant.ofEpochMilli(date.getTime()).toString();
            }
            return String.valueOf(value);
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
