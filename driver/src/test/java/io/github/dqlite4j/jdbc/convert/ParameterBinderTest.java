package io.github.dqlite4j.jdbc.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.jdbc.large.MemoryBlob;
import io.github.dqlite4j.jdbc.large.MemoryClob;
import io.github.dqlite4j.value.SingleValueRow;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterBinderTest {
    private static final Instant INSTANT = Instant.parse("2024-02-29T10:11:12.5Z");
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private final ParameterBinder binder = new ParameterBinder(ZoneId.of("+02:00"));

    /** The conversions themselves are tested by {@code ValueWriterTest}. */
    static Stream<Arguments> values() {
        return Stream.of(
                arguments(null, null),
                arguments(3, 3L),
                arguments(0.5f, 0.5),
                arguments(true, 1L),
                arguments(DayOfWeek.MONDAY, "MONDAY"),
                arguments(Double.NaN, "22003"),
                arguments("x\0", "22021"),
                arguments(new StringReader("abc"), "abc"),
                arguments(new StringReader("x\0"), "22021"),
                arguments(new MemoryClob("abc"), "abc"),
                arguments(new ByteArrayInputStream(new byte[] {1}), new byte[] {1}),
                arguments(new MemoryBlob(new byte[] {1}), new byte[] {1}),
                arguments(LocalDate.of(2024, 2, 29), "2024-02-29"),
                arguments(LocalDate.of(-1, 1, 1), "22008"),
                arguments(java.sql.Timestamp.from(INSTANT), "2024-02-29 12:11:12.500000000"),
                arguments(java.util.Date.from(INSTANT), "2024-02-29 12:11:12.500000000"),
                arguments(new java.sql.Date(INSTANT.toEpochMilli()), "2024-02-29"),
                arguments(new java.sql.Date(Long.MAX_VALUE), "22008"),
                arguments(java.sql.Time.valueOf("12:11:12"), "12:11:12.000000000"),
                arguments(java.sql.Date.valueOf("1700-01-01"), "1700-01-01"),
                arguments(new Object(), "07006"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void bindsByClass(@Nullable Object value, @Nullable Object expected) {
        assertThat(bound(() -> binder.bind(value))).isEqualTo(expected);
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                arguments(null, Types.INTEGER, -1, null),
                arguments("12", Types.INTEGER, -1, 12L),
                arguments("x", Types.INTEGER, -1, "22018"),
                arguments(1.5, Types.INTEGER, -1, "22003"),
                arguments(300, Types.TINYINT, -1, "22003"),
                arguments(40000, Types.SMALLINT, -1, "22003"),
                arguments(1L << 31, Types.INTEGER, -1, "22003"),
                arguments(true, Types.BIGINT, -1, 1L),
                arguments("true", Types.BOOLEAN, -1, 1L),
                arguments(7, Types.DOUBLE, -1, 7.0),
                arguments("1.255", Types.DECIMAL, 2, 1.26),
                arguments("1.255", Types.DECIMAL, -1, 1.255),
                arguments("0.005", Types.DECIMAL, 2, 0.01),
                arguments("0.00499", Types.DECIMAL, 2, 0L),
                arguments("0.5", Types.DECIMAL, 0, 1L),
                arguments("0.09", Types.DECIMAL, 0, 0L),
                arguments("-9e-2147483647", Types.DECIMAL, 2, 0L),
                arguments(new BigDecimal("1.50"), Types.VARCHAR, -1, "1.50"),
                arguments(false, Types.VARCHAR, -1, "false"),
                arguments(12, Types.VARCHAR, -1, "12"),
                arguments("A", Types.BINARY, -1, new byte[] {65}),
                arguments(5, Types.BINARY, -1, "22018"),
                arguments(ID, Types.BINARY, -1, new byte[] {
                    0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, -120, -103, -86, -69, -52, -35, -18, -1
                }),
                arguments("2024-02-29", Types.DATE, -1, "2024-02-29"),
                arguments("x", Types.DATE, -1, "22007"),
                arguments(5, Types.DATE, -1, "22018"),
                arguments(INSTANT, Types.TIMESTAMP, -1, "2024-02-29 12:11:12.500000000"),
                arguments(java.sql.Timestamp.from(INSTANT), Types.DATE, -1, "2024-02-29"),
                arguments(java.sql.Timestamp.from(INSTANT), Types.TIME, -1, "12:11:12.500000000"),
                arguments(
                        java.sql.Timestamp.from(INSTANT),
                        Types.TIMESTAMP_WITH_TIMEZONE,
                        -1,
                        "2024-02-29 10:11:12.500000000Z"),
                arguments("10:11", Types.TIME_WITH_TIMEZONE, -1, "10:11:00.000000000+00:00"),
                arguments(java.sql.Timestamp.from(INSTANT), Types.VARCHAR, -1, "2024-02-29 12:11:12.5"),
                arguments(java.sql.Time.valueOf("12:11:13"), Types.VARCHAR, -1, "12:11:13"),
                arguments(new java.sql.Time(500), Types.TIME_WITH_TIMEZONE, -1, "00:00:00.500000000+00:00"),
                arguments(
                        java.util.Date.from(INSTANT),
                        Types.TIMESTAMP_WITH_TIMEZONE,
                        -1,
                        "2024-02-29 10:11:12.500000000Z"),
                arguments("2024-02-29 10:11", Types.TIMESTAMP_WITH_TIMEZONE, -1, "2024-02-29 10:11:00.000000000Z"),
                arguments(DayOfWeek.TUESDAY, Types.TINYINT, -1, 1L),
                arguments(DayOfWeek.TUESDAY, Types.BIGINT, -1, 1L),
                arguments(DayOfWeek.TUESDAY, Types.VARCHAR, -1, "TUESDAY"),
                arguments(Duration.ofMinutes(3), Types.VARCHAR, -1, "PT3M"),
                arguments(Duration.ofMinutes(3), Types.BIGINT, -1, 180_000_000_000L),
                arguments(5, Types.OTHER, -1, 5L),
                arguments(5, Types.ARRAY, -1, "07006"));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void bindsBySqlType(@Nullable Object value, int sqlType, int scale, @Nullable Object expected) {
        assertThat(bound(() -> binder.bind(value, sqlType, scale))).isEqualTo(expected);
    }

    @Test
    void aCalendarGivesTheZone() throws SQLException {
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);
        java.sql.Timestamp timestamp = java.sql.Timestamp.from(INSTANT);
        Object text = binder.bind(timestamp, tokyo);
        assertThat(text).isEqualTo("2024-02-29 19:11:12.500000000");
        ColumnReader reader = new ColumnReader(ZoneId.of("+02:00"));
        assertThat(reader.getTimestamp(new SingleValueRow(text), 0, tokyo)).isEqualTo(timestamp);
    }

    @Test
    void datesBeforeTheGregorianCalendarKeepTheirName() throws SQLException {
        ParameterBinder local = new ParameterBinder(ZoneId.systemDefault());
        ColumnReader reader = new ColumnReader(ZoneId.systemDefault());
        java.sql.Date old = java.sql.Date.valueOf("1500-02-28");
        assertThat(local.bind(old)).isEqualTo("1500-02-28");
        assertThat(reader.getDate(new SingleValueRow("1500-02-28"), 0, null)).isEqualTo(old);
    }

    private static @Nullable Object bound(Binding binding) {
        try {
            return binding.run();
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private interface Binding {
        @Nullable
        Object run() throws SQLException;
    }
}
