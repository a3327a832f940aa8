package io.github.dqlite4j.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class ValueReaderTest {
    private static final ValueReader READER = new ValueReader(ZoneId.of("+02:00"));

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
            Map.entry("UtilDate", java.util.Date.class),
            Map.entry("UUID", UUID.class),
            Map.entry("TimeUnit", TimeUnit.class),
            Map.entry("Thread", Thread.class),
            Map.entry("chars", char[].class),
            Map.entry("Duration", Duration.class),
            Map.entry("Year", Year.class),
            Map.entry("YearMonth", YearMonth.class),
            Map.entry("MonthDay", MonthDay.class),
            Map.entry("Period", Period.class),
            Map.entry("ZoneId", ZoneId.class),
            Map.entry("ZoneOffset", ZoneOffset.class),
            Map.entry("TimeZone", TimeZone.class),
            Map.entry("Locale", Locale.class),
            Map.entry("Currency", Currency.class),
            Map.entry("URL", URL.class),
            Map.entry("InetAddress", InetAddress.class),
            Map.entry("Class", Class.class),
            Map.entry("Object", Object.class));

    /** Each line is a kind of cell, in the order of {@link #GETTERS}; a java.util.Date as its instant. */
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
        "UUID",
        "TimeUnit",
        "Object"
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NULL|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null",
                "ISO8601|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null",
                "INTEGER 0|0|false|0|0|0|0|0.0|0.0|0|0|NOT_CONVERTIBLE|1970-01-01|02:00|1970-01-01T02:00|1970-01-01T00:00Z|00:00Z|1970-01-01T00:00:00Z|NOT_CONVERTIBLE|NANOSECONDS|0",
                "UNIXTIME 86400|86400|true|OUT_OF_RANGE|OUT_OF_RANGE|86400|86400|86400.0|86400.0|86400|86400|NOT_CONVERTIBLE|1970-01-02|02:00|1970-01-02T02:00|1970-01-02T00:00Z|00:00Z|1970-01-02T00:00:00Z|NOT_CONVERTIBLE|NOT_CONVERTIBLE|86400",
                "BOOLEAN 1|1|true|1|1|1|1|1.0|1.0|1|1|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|true",
                "FLOAT 2440588.25|2440588.25|true|OUT_OF_RANGE|OUT_OF_RANGE|OUT_OF_RANGE|OUT_OF_RANGE|2440588.2|2440588.25|2440588.25|OUT_OF_RANGE|NOT_CONVERTIBLE|1970-01-01|20:00|1970-01-01T20:00|1970-01-01T18:00Z|18:00Z|1970-01-01T18:00:00Z|NOT_CONVERTIBLE|NOT_CONVERTIBLE|2440588.25",
                "TEXT x|x|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|78|NOT_A_DATE|NOT_A_DATE|NOT_A_DATE|NOT_A_DATE|NOT_A_DATE|NOT_A_DATE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|x",
                "TEXT 2024-02-29|2024-02-29|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|323032342d30322d3239|2024-02-29|NOT_A_DATE|2024-02-29T00:00|2024-02-29T00:00Z|NOT_A_DATE|2024-02-29T00:00:00Z|NOT_CONVERTIBLE|NOT_CONVERTIBLE|2024-02-29",
                "ISO8601 10:11|10:11|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|31303a3131|NOT_A_DATE|10:11|NOT_A_DATE|NOT_A_DATE|10:11Z|NOT_A_DATE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|10:11",
                "BLOB 41|A|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|41|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|NOT_CONVERTIBLE|41",
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
                "INTEGER -129 | Byte | OUT_OF_RANGE",
                "INTEGER 128 | Byte | OUT_OF_RANGE",
                "INTEGER -128 | Byte | -128",
                "INTEGER 32768 | Short | OUT_OF_RANGE",
                "INTEGER 2147483648 | Integer | OUT_OF_RANGE",
                "INTEGER -2147483648 | Integer | -2147483648",
                "FLOAT 9.223372036854775807E18 | Long | OUT_OF_RANGE",
                "FLOAT -9.223372036854775808E18 | Long | -9223372036854775808",
                "FLOAT Infinity | Long | OUT_OF_RANGE",
                "FLOAT Infinity | BigDecimal | OUT_OF_RANGE",
                "FLOAT Infinity | Double | Infinity",
                "FLOAT Infinity | Float | Infinity",
                "FLOAT 1e39 | Float | OUT_OF_RANGE",
                "FLOAT 0.1 | BigDecimal | 0.1",
                "FLOAT 1e10 | BigDecimal | 10000000000",
                "FLOAT 1e10 | String | 10000000000.0",
                "FLOAT 1.5e20 | String | 1.5e+20",
                "FLOAT -1e-7 | String | -1.0e-07",
                "FLOAT 0.0001 | String | 0.0001",
                "FLOAT -Infinity | String | -Inf",
                "TEXT 9223372036854775807 | Long | 9223372036854775807",
                "TEXT 9223372036854775808 | Long | OUT_OF_RANGE",
                "TEXT 9223372036854775808 | BigInteger | 9223372036854775808",
                "TEXT 1e999999999 | Long | OUT_OF_RANGE",
                "TEXT 1e999999999 | BigInteger | OUT_OF_RANGE",
                "TEXT 1e999999999 | Double | OUT_OF_RANGE",
                "TEXT 1.0 | Integer | 1",
                "TEXT 1.5 | Integer | OUT_OF_RANGE",
                "TEXT 1 x | Integer | NOT_CONVERTIBLE",
                "TEXT \u0661 | Integer | NOT_CONVERTIBLE",
                "TEXT NaN | Double | NOT_CONVERTIBLE",
                "TEXT +1.e+2 | Integer | 100",
                "TEXT -.5E1 | Integer | -5",
                "TEXT . | Double | NOT_CONVERTIBLE",
                "TEXT 1e | Double | NOT_CONVERTIBLE",
                "TEXT 1.2.3 | Double | NOT_CONVERTIBLE",
                "TEXT 1e99999999999 | Double | NOT_CONVERTIBLE",
                "TEXT 2024-13-01 | LocalDate | NOT_A_DATE",
                "TEXT 2024-02-00 | LocalDate | NOT_A_DATE",
                "TEXT 24:00 | LocalTime | NOT_A_DATE",
                "TEXT 23:60 | LocalTime | NOT_A_DATE",
                "TEXT 23:59:60 | LocalTime | NOT_A_DATE",
                "TEXT 10:11+18:00 | OffsetTime | 10:11+18:00",
                "TEXT 10:11+18:01 | OffsetTime | NOT_A_DATE",
                "TEXT 10:11-01:60 | OffsetTime | NOT_A_DATE",
                "TEXT 5373484.5 | Instant | DATE_OUT_OF_RANGE",
                "TEXT 1.5.5 | Instant | NOT_A_DATE",
                "INTEGER 9223372036854775807 | Instant | +292278994-08-17T07:12:55.807Z",
                "INTEGER -9223372036854775808 | LocalDate | -292275055-05-16",
                "TEXT YES | Boolean | true",
                "TEXT f | Boolean | false",
                "TEXT 0.0 | Boolean | false",
                "TEXT 2 | Boolean | true",
                "TEXT on | Boolean | NOT_CONVERTIBLE",
                "TEXT x | Character | x",
                "TEXT xy | Character | OUT_OF_RANGE",
                "BLOB ff | String | NOT_CONVERTIBLE",
                "BLOB 00112233445566778899aabbccddeeff | UUID | 00112233-4455-6677-8899-aabbccddeeff",
                "TEXT 00112233-4455-6677-8899-aabbccddeeff | UUID | 00112233-4455-6677-8899-aabbccddeeff",
                "TEXT 00112233-4455-6677-8899-AABBCCDDEEFF | UUID | 00112233-4455-6677-8899-aabbccddeeff",
                "TEXT 001122334455-6677-8899-aabb-ccddeeff | UUID | NOT_CONVERTIBLE",
                "TEXT 0-11223344455-6677-8899-aabbccddeeff | UUID | NOT_CONVERTIBLE",
                "TEXT +0112233-4455-6677-8899-aabbccddeeff | UUID | NOT_CONVERTIBLE",
                "TEXT 00112233-4455-6677-8899-aabbccddeeff0 | UUID | NOT_CONVERTIBLE",
                "TEXT 00112233445566778899aabbccddeeff | UUID | NOT_CONVERTIBLE",
                "BLOB 00112233445566778899aabbccddee | UUID | NOT_CONVERTIBLE",
                "BLOB 00112233445566778899aabbccddeeff00 | UUID | NOT_CONVERTIBLE",
                "TEXT SECONDS | TimeUnit | SECONDS",
                "TEXT seconds | TimeUnit | NOT_CONVERTIBLE",
                "TEXT 3 | TimeUnit | NOT_CONVERTIBLE",
                "INTEGER 6 | TimeUnit | DAYS",
                "INTEGER 7 | TimeUnit | OUT_OF_RANGE",
                "INTEGER -1 | TimeUnit | OUT_OF_RANGE",
                "TEXT xy | chars | xy",
                "INTEGER 90000000000 | Duration | PT1M30S",
                "INTEGER -1 | Duration | PT-0.000000001S",
                "FLOAT 2.0 | Duration | PT0.000000002S",
                "FLOAT 2.5 | Duration | OUT_OF_RANGE",
                "TEXT 2 | Duration | PT0.000000002S",
                "TEXT PT1M30S | Duration | PT1M30S",
                "TEXT -PT1M30S | Duration | PT-1M-30S",
                "TEXT P | Duration | NOT_CONVERTIBLE",
                "TEXT x | Duration | NOT_CONVERTIBLE",
                "BLOB 00 | Duration | NOT_CONVERTIBLE",
                "INTEGER 2024 | Year | 2024",
                "INTEGER -5 | Year | -5",
                "INTEGER 1000000000 | Year | OUT_OF_RANGE",
                "TEXT 2024 | Year | 2024",
                "TEXT 2024-02-29 | Year | NOT_CONVERTIBLE",
                "TEXT 2024-02 | YearMonth | 2024-02",
                "TEXT 2024-13 | YearMonth | NOT_CONVERTIBLE",
                "INTEGER 2024 | YearMonth | NOT_CONVERTIBLE",
                "TEXT --02-29 | MonthDay | --02-29",
                "TEXT 02-29 | MonthDay | NOT_CONVERTIBLE",
                "TEXT P1Y2M3D | Period | P1Y2M3D",
                "TEXT PT1S | Period | NOT_CONVERTIBLE",
                "TEXT Europe/Berlin | ZoneId | Europe/Berlin",
                "TEXT +05:30 | ZoneId | +05:30",
                "TEXT Europe/Nowhere | ZoneId | NOT_CONVERTIBLE",
                "TEXT +05:30 | ZoneOffset | +05:30",
                "TEXT Z | ZoneOffset | Z",
                "INTEGER 3600 | ZoneOffset | NOT_CONVERTIBLE",
                "TEXT Europe/Berlin | ZoneOffset | NOT_CONVERTIBLE",
                "TEXT Europe/Berlin | TimeZone | Europe/Berlin",
                "TEXT GMT | TimeZone | GMT",
                "TEXT GMT+05:30 | TimeZone | GMT+05:30",
                "TEXT Europe/Nowhere | TimeZone | NOT_CONVERTIBLE",
                "TEXT GMT+99 | TimeZone | NOT_CONVERTIBLE",
                "TEXT de_DE | Locale | de_DE",
                "TEXT de-DE | Locale | de_DE",
                "TEXT de | Locale | de",
                "TEXT _DE | Locale | _DE",
                "TEXT de_DE_POSIX | Locale | de_DE_POSIX",
                "TEXT zh_TW_#Hant | Locale | zh_TW_#Hant",
                "TEXT zh__#Hant | Locale | zh__#Hant",
                "TEXT zh_TW_#Hant_x-java | Locale | zh_TW_#Hant_x-java",
                "TEXT th_TH_#u-nu-thai | Locale | th_TH_#u-nu-thai",
                "TEXT d!_DE | Locale | NOT_CONVERTIBLE",
                "TEXT de_D | Locale | NOT_CONVERTIBLE",
                "TEXT EUR | Currency | EUR",
                "TEXT eur | Currency | NOT_CONVERTIBLE",
                "TEXT https://dqlite.io/ | URL | https://dqlite.io/",
                "TEXT dqlite | URL | NOT_CONVERTIBLE",
                "BLOB 7f000001 | InetAddress | /127.0.0.1",
                "BLOB 00000000000000000000000000000001 | InetAddress | /0:0:0:0:0:0:0:1",
                "BLOB 7f0001 | InetAddress | NOT_CONVERTIBLE",
                "TEXT 127.0.0.1 | InetAddress | NOT_CONVERTIBLE",
                "TEXT java.lang.String | Class | UNSUPPORTED_TYPE",
                "TEXT x | Thread | UNSUPPORTED_TYPE",
                "TEXT 2024-02-29T10:11 | LocalDateTime | 2024-02-29T10:11",
                "TEXT 2024-02-29 10:11:12.123456789 | LocalDateTime | 2024-02-29T10:11:12.123456789",
                "TEXT 2024-02-29 10:11:12Z | Instant | 2024-02-29T10:11:12Z",
                "TEXT 2024-02-29 23:11:12Z | LocalDate | 2024-03-01",
                "TEXT 2024-02-29 10:11:12 -05:30 | OffsetDateTime | 2024-02-29T10:11:12-05:30",
                "TEXT 2024-02-29 10:11:12-05:30 | ZonedDateTime | 2024-02-29T10:11:12-05:30",
                "TEXT 2024-02-29 10:11 | ZonedDateTime | 2024-02-29T10:11Z",
                "TEXT 2024-02-29 10:11:12 | Instant | 2024-02-29T10:11:12Z",
                "TEXT 2024-02-29 10:11 | UtilDate | 2024-02-29T08:11:00Z",
                "TEXT 2024-02-29 10:11:12.5+00 | Instant | 2024-02-29T10:11:12.500Z",
                "TEXT 2024-02-29 10:11:12+0530 | Instant | 2024-02-29T04:41:12Z",
                "TEXT 2024-02-29 10:11:12-02 | OffsetDateTime | 2024-02-29T10:11:12-02:00",
                "TEXT 2024-02-29 10:11:12+02: | Instant | NOT_A_DATE",
                "TEXT 2024-02-29 10:11:12+023 | Instant | NOT_A_DATE",
                "TEXT 2024-02-29 10:11:12+02000 | Instant | NOT_A_DATE",
                "TEXT 10:11:12.5+01:00 | OffsetTime | 10:11:12.500+01:00",
                "TEXT 2440587.5 | Instant | 1970-01-01T00:00:00Z",
                "TEXT 2024-02-29 10:11:12Z | UtilDate | 2024-02-29T10:11:12Z",
                "TEXT 2023-02-29 | LocalDate | NOT_A_DATE",
                "TEXT 2024-02-29x | LocalDate | NOT_A_DATE",
                "TEXT 2024-02-29 10 | LocalDate | NOT_A_DATE",
                "TEXT 2024-02-29 10:11:12. | LocalDate | NOT_A_DATE",
                "TEXT 2024-02-29 10:11:12.1234567890 | LocalDateTime | NOT_A_DATE",
                "TEXT 2024-02-29 10:11+2 | LocalDateTime | NOT_A_DATE",
                "INTEGER 99999999999 | Instant | 5138-11-16T09:46:39Z",
                "INTEGER 100000000000 | Instant | 1973-03-03T09:46:40Z",
                "INTEGER -100000000000 | Instant | 1966-10-31T14:13:20Z",
                "FLOAT -1 | Instant | DATE_OUT_OF_RANGE",
                "FLOAT 5373484.5 | Instant | DATE_OUT_OF_RANGE",
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
                "TEXT 2024-02-29 | DATE(10) | LocalDate",
                "TEXT x | DATE | String",
                "TEXT 10:11 | TIME | LocalTime",
                "TEXT 10:11 | DATE | String",
                "TEXT 2024-02-29 | TIME | String",
                "TEXT 10:11 | TIME WITH TIME ZONE | OffsetTime",
                "BLOB 41 | TIMESTAMP | byte[]",
                "FLOAT -1 | DATE | Double",
                "FLOAT Infinity | DECIMAL | Double",
                "ISO8601 2024-02-29 10:11 | DATETIME | LocalDateTime",
                "UNIXTIME 1 | TIMESTAMP | LocalDateTime",
                "TEXT 2024-02-29 10:11 | TIMESTAMP(6) | LocalDateTime",
                "TEXT 2024-02-29 10:11 | timestamp(6) with  time zone | OffsetDateTime",
                "INTEGER 1 | DOUBLE PRECISION | Double",
                "FLOAT 1 | FLOAT | Double",
                "FLOAT 1.5 | INTEGER | Double",
                "TEXT 2024-02-29 10:11 | TIMESTAMP WITHOUT TIME ZONE | LocalDateTime",
                "TEXT 10:11 | TIME WITHOUT TIME ZONE(6) | LocalTime",
                "TEXT 00112233-4455-6677-8899-aabbccddeeff | UUID | UUID",
                "BLOB 00112233445566778899aabbccddeeff | uuid | UUID",
                "BLOB 00 | uuid | byte[]",
                "TEXT x | uuid | String",
                "TEXT 1 | TEXT | String",
                "BLOB 01 | BLOB | byte[]",
                "NULL | DATE | null",
                "ISO8601 | DATE | null",
            })
    void getObjectFollowsTheDeclaredType(String cell, @Nullable String declared, String expected)
            throws ConversionException {
        Object value = READER.getObject(FakeCell.of(cell), 0, DeclaredKind.of(declared));
        assertThat(value == null ? "null" : value.getClass().getSimpleName()).isEqualTo(expected);
    }

    private static String read(String cell, String getter) {
        try {
            Object value = READER.get(FakeCell.of(cell), 0, TYPES.get(getter));
            if (value instanceof char[] characters) {
                return new String(characters);
            } else if (value instanceof TimeZone zone) {
                return zone.getID();
            } else if (value instanceof byte[] bytes) {
                return HexFormat.of().formatHex(bytes);
            } else if (value instanceof java.util.Date date) {
                return Instant.ofEpochMilli(date.getTime()).toString();
            }
            return String.valueOf(value);
        } catch (ConversionException e) {
            return e.kind().name();
        }
    }
}
