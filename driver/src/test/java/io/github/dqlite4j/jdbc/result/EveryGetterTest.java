package io.github.dqlite4j.jdbc.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.engine.result.RowSource;
import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.value.FakeCell;
import io.github.dqlite4j.wire.Row;
import java.io.InputStream;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With every answer of a server, each getter returns a value or throws an SQLException, and soon. */
class EveryGetterTest {
    /** Of CPU, for one call. Those that calculate a great power of ten take seconds. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0.0",
            "0e20000000",
            "0e-20000000",
            "0e2147483647",
            "1e400",
            "-1e-400",
            "1e10000",
            "1e20000000",
            "1e-20000000",
            "-123456789e20000000",
            "1.5e20000000",
            "1e900000000",
            "1e-900000000",
            "1e2147483647",
            "1e-2147483647",
            "1e2147483648",
            "1e99999999999",
            "123456789012345678901234567890",
            "9".repeat(9_999),
            "9".repeat(100_000),
            "0." + "0".repeat(9_000) + "1",
            "." + "9".repeat(1_000_000));

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "NaN",
            "Infinity",
            "0x10",
            "1_000",
            "2024-02-30",
            "0000-01-01",
            "9999-12-31 23:59:59.999999999+18:00",
            "0000-01-01 00:00:00-18:00",
            "24:00",
            "5373484.499999999",
            "http://[",
            "\ud800",
            "x".repeat(1_000_000),
            "-".repeat(1_000_000));

    private static final List<String> CELLS = List.of(
            "NULL",
            "BLOB",
            "BLOB ff",
            "BLOB 31653230303030303030",
            "ISO8601",
            "BOOLEAN 7",
            "BOOLEAN -1",
            "INTEGER 9223372036854775807",
            "INTEGER -9223372036854775808",
            "UNIXTIME 9223372036854775807",
            "UNIXTIME -9223372036854775808",
            "UNIXTIME 99999999999",
            "FLOAT NaN",
            "FLOAT Infinity",
            "FLOAT -Infinity",
            "FLOAT -0.0",
            "FLOAT 4.9e-324",
            "FLOAT 1.7976931348623157e308",
            "FLOAT 5373484.499999999");

    private static final List<Class<?>> CLASSES = List.of(
            String.class,
            Character.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            byte[].class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            OffsetTime.class,
            ZonedDateTime.class,
            Instant.class,
            java.util.Date.class,
            Calendar.class,
            UUID.class,
            URL.class,
            TimeUnit.class,
            java.sql.Date.class,
            Time.class,
            Timestamp.class,
            InputStream.class,
            Reader.class,
            Blob.class,
            Clob.class,
            NClob.class,
            Object.class,
            Thread.class);

    private static Stream<String> declaredTypes() {
        return Stream.of(
                "",
                "DECIMAL(10,2)",
                "DECIMAL(10,2000000000)",
                "NUMERIC",
                "INTEGER",
                "DOUBLE",
                "BOOL",
                "DATE(10)",
                "TIME",
                "TIMESTAMP(6)",
                "TIMESTAMP WITH TIME ZONE",
                "UUID",
                "TEXT",
                "BLOB");
    }

    @ParameterizedTest
    @MethodSource("declaredTypes")
    void everyGetterOfEveryValueAnswersOrThrowsAnSqlException(String declared) throws Exception {
        for (FakeCell cell : cells()) {
            String shown = cell.type() + " "
                    + cell.value().substring(0, Math.min(40, cell.value().length()));
            try (ResultSet row = new DqliteResultSet(
                    new ForwardCursor(new OneRow(cell, declared), 0), new ColumnReader(ZoneOffset.UTC), null, 0)) {
                assertThat(row.next()).isTrue();
                for (Method getter : getters()) {
                    for (@Nullable Object[] arguments : arguments(getter)) {
                        check(row, getter, arguments, shown);
                    }
                }
            }
        }
    }

    private static List<FakeCell> cells() {
        return Stream.of(
                        NUMBERS.stream().map(number -> "TEXT " + number),
                        NUMBERS.stream().map(number -> "ISO8601 " + number),
                        TEXTS.stream().map(text -> "TEXT " + text),
                        CELLS.stream())
                .flatMap(cells -> cells)
                .map(FakeCell::of)
                .toList();
    }

    private static List<Method> getters() {
        return Arrays.stream(ResultSet.class.getMethods())
                .filter(method -> method.getName().startsWith("get")
                        && method.getParameterCount() > 0
                        && method.getParameterTypes()[0] == int.class)
                .toList();
    }

    private static List<@Nullable Object[]> arguments(Method getter) {
        if (getter.getParameterCount() == 1) {
            return List.<Object[]>of(new Object[] {1});
        }
        Class<?> second = getter.getParameterTypes()[1];
        List<Object> all;
        if (second == Class.class) {
            all = List.copyOf(CLASSES);
        } else if (second == int.class) {
            all = List.of(0, 2, 100, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);
        } else if (second == Calendar.class) {
            all = List.of(new GregorianCalendar(TimeZone.getTimeZone("America/New_York"), Locale.ROOT));
        } else {
            all = List.of(Map.of());
        }
        return all.stream().map(argument -> new Object[] {1, argument}).toList();
    }

    private static void check(ResultSet row, Method getter, @Nullable Object[] arguments, String shown)
            throws IllegalAccessException {
        String call = getter.getName() + Arrays.toString(arguments) + " of " + shown;
        long before = cpuNanos();
        try {
            getter.invoke(row, arguments);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).as(call).isInstanceOf(SQLException.class);
        }
        assertThat(cpuNanos() - before).as(call).isLessThan(MOST_NANOS);
    }

    /** Not of the wall, so that the load of the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** One row of one column with this declared type. */
    private static final class OneRow implements RowSource {
        private final Row row;
        private final ColumnOrigin origin;
        private boolean read;

        OneRow(Row row, String declared) {
            this.row = row;
            this.origin = new ColumnOrigin("t", "c", declared.isEmpty() ? null : declared, false, false);
        }

        @Override
        public List<String> columns() {
            return List.of("c");
        }

        @Override
        public ColumnOrigin origin(int column) {
            return origin;
        }

        @Override
        public boolean next() {
            boolean first = !read;
            read = true;
            return first;
        }

        @Override
        public boolean hasNext() {
            return !read;
        }

        @Override
        public Row row() {
            return row;
        }

        @Override
        public void stop() {}

        @Override
        public void close() {}
    }
}
