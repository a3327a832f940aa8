package io.github.dqlite4j.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.value.ConversionException.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DayOfWeek;
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
import java.time.chrono.JapaneseDate;
import java.util.Calendar;
import java.util.Currency;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueWriterTest {
    private static final Instant INSTANT = Instant.parse("2024-02-29T10:11:12.5Z");
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final ZoneId ZONE = ZoneId.of("+02:00");
    private final ValueWriter writer = new ValueWriter(ZONE);

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(null, null),
                arguments(true, 1L),
                arguments((byte) -1, -1L),
                arguments((short) 2, 2L),
                arguments(3, 3L),
                arguments(4L, 4L),
                arguments(0.5f, 0.5),
                arguments(0.1, 0.1),
                arguments(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY),
                arguments(Double.NaN, Kind.OUT_OF_RANGE),
                arguments(new BigDecimal("5.00"), 5L),
                arguments(new BigDecimal("0.1"), 0.1),
                arguments(new BigDecimal("123456789012.345"), 123456789012.345),
                arguments(new BigDecimal("1234567890123.4567"), "1234567890123.4567"),
                arguments(new BigDecimal("9223372036854775808"), "9223372036854775808"),
                arguments(new BigDecimal("1e-400"), new BigDecimal("1e-400").toPlainString()),
                arguments(new BigDecimal("1.23456789012345678e999999999"), "1.23456789012345678E+999999999"),
                arguments(BigInteger.TEN, 10L),
                arguments(BigInteger.TWO.pow(63), "9223372036854775808"),
                arguments('x', "x"),
                arguments("x\0", Kind.UNSUPPORTED_CHARACTER),
                arguments("\ud800", Kind.UNSUPPORTED_CHARACTER),
                arguments(ID, ID.toString()),
                arguments(DayOfWeek.MONDAY, "MONDAY"),
                arguments(LocalDate.of(2024, 2, 29), "2024-02-29"),
                arguments(LocalDate.of(0, 1, 1), "0000-01-01"),
                arguments(LocalDate.of(-1, 1, 1), Kind.DATE_OUT_OF_RANGE),
                arguments(LocalDate.of(10000, 1, 1), Kind.DATE_OUT_OF_RANGE),
                arguments(LocalTime.of(1, 2), "01:02:00.000000000"),
                arguments(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4), "2024-02-29 01:02:03.000000004"),
                arguments(INSTANT, "2024-02-29 10:11:12.500000000Z"),
                arguments(Instant.MAX, Kind.DATE_OUT_OF_RANGE),
                arguments(OffsetDateTime.parse("2024-02-29T10:00+05:30"), "2024-02-29 04:30:00.000000000Z"),
                arguments(
                        ZonedDateTime.parse("2024-02-29T10:00+01:00[Europe/Paris]"), "2024-02-29 09:00:00.000000000Z"),
                arguments(OffsetTime.parse("10:00-05:30"), "10:00:00.000000000-05:30"),
                arguments(OffsetTime.parse("10:00+00:00:01"), Kind.DATE_OUT_OF_RANGE),
                arguments(java.util.Date.from(INSTANT), "2024-02-29 12:11:12.500000000"),
                arguments(calendar(), "2024-02-29 12:11:12.500000000"),
                arguments(new java.util.Date(Long.MAX_VALUE), Kind.DATE_OUT_OF_RANGE),
                arguments(new char[] {'a', 'b'}, "ab"),
                arguments(new byte[] {1}, new byte[] {1}),
                arguments(Float.NaN, Kind.OUT_OF_RANGE),
                arguments(new AtomicInteger(), Kind.UNSUPPORTED_TYPE),
                arguments(Duration.ofSeconds(90), 90_000_000_000L),
                arguments(Duration.ofNanos(Long.MIN_VALUE), Long.MIN_VALUE),
                arguments(Duration.ofDays(200_000), Kind.OUT_OF_RANGE),
                arguments(Year.of(2024), 2024L),
                arguments(YearMonth.of(2024, 2), "2024-02"),
                arguments(MonthDay.of(2, 29), "--02-29"),
                arguments(Period.of(1, 2, 3), "P1Y2M3D"),
                arguments(ZoneId.of("Europe/Berlin"), "Europe/Berlin"),
                arguments(ZoneOffset.ofHoursMinutes(5, 30), "+05:30"),
                arguments(TimeZone.getTimeZone("Asia/Kolkata"), "Asia/Kolkata"),
                arguments(Locale.GERMANY, "de_DE"),
                arguments(Locale.forLanguageTag("zh-Hant-TW"), "zh_TW_#Hant"),
                arguments(Currency.getInstance("EUR"), "EUR"),
                arguments(InetAddress.getLoopbackAddress(), new byte[] {127, 0, 0, 1}),
                arguments(String.class, Kind.UNSUPPORTED_TYPE),
                arguments(JapaneseDate.of(2024, 2, 29), Kind.UNSUPPORTED_TYPE),
                arguments(new Object(), Kind.UNSUPPORTED_TYPE));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesByClass(@Nullable Object value, @Nullable Object expected) {
        assertThat(written(value)).isEqualTo(expected);
    }

    /** The zone of the calendar does not matter. */
    private static Calendar calendar() {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);
        calendar.setTimeInMillis(INSTANT.toEpochMilli());
        return calendar;
    }

    @Test
    void datesBeforeTheGregorianCalendarKeepTheirName() throws ConversionException {
        java.util.Date old = new GregorianCalendar(1500, Calendar.FEBRUARY, 28).getTime();
        ZoneId local = ZoneId.systemDefault();
        Object text = new ValueWriter(local).write(old);
        assertThat(text).isEqualTo("1500-02-28 00:00:00.000000000");
        assertThat(new ValueReader(local).get(new SingleValueRow(text), 0, java.util.Date.class))
                .isEqualTo(old);
    }

    @Test
    void aLeapDayOfTheJulianCalendarAloneBecomesTheFirstOfMarch() throws ConversionException {
        java.util.Date leapDay = new GregorianCalendar(1500, Calendar.FEBRUARY, 29).getTime();
        assertThat(new ValueWriter(ZoneId.systemDefault()).write(leapDay)).isEqualTo("1500-03-01 00:00:00.000000000");
    }

    private @Nullable Object written(@Nullable Object value) {
        try {
            return writer.write(value);
        } catch (ConversionException e) {
            return e.kind();
        }
    }
}
