package io.github.dqlite4j.value;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a stored date or time says, without a zone of our own added: a date, a time or both, and the offset when it says
 * one. Source of the text forms: sqlite.org/lang_datefunc.html, "Time Values".
 */
record StoredTemporal(
        @Nullable LocalDate date,
        @Nullable LocalTime time,
        @Nullable ZoneOffset offset) {
    /** An integer below this size is seconds since 1970 (up to the year 5138), else milliseconds (since March 1973). */
    static final long LEAST_MILLIS = 100_000_000_000L;

    /** Milliseconds from the Julian day 0 to 1970, in SQLite's count. */
    private static final long JULIAN_EPOCH_MILLIS = 210_866_760_000_000L;

    /** The first Julian day after the year 9999, SQLite's last. */
    private static final double JULIAN_END = 5_373_484.5;

    private static final long DAY_MILLIS = 86_400_000L;

    static StoredTemporal ofEpoch(long value, String target) throws SQLException {
        boolean seconds = value > -LEAST_MILLIS && value < LEAST_MILLIS;
        return ofInstant(seconds ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value), target);
    }

    /** Rounded to milliseconds, as SQLite does; a double does not hold more. */
    static StoredTemporal ofJulianDay(double day, String target) throws SQLException {
        if (!(day >= 0 && day < JULIAN_END)) {
            throw ConversionException.dateRange("Not a Julian day that can be read as " + target);
        }
        return ofInstant(Instant.ofEpochMilli((long) (day * DAY_MILLIS + 0.5) - JULIAN_EPOCH_MILLIS), target);
    }

    private static StoredTemporal ofInstant(Instant instant, String target) throws SQLException {
        try {
            OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
            return new StoredTemporal(utc.toLocalDate(), utc.toLocalTime(), ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw ConversionException.dateRange("The number is too large to be read as " + target);
        }
    }

    /** {@code yyyy-MM-dd[(T| )time]}, {@code time}, where time is {@code HH:mm[:ss[.f…]][Z|±HH:mm]}; or a Julian day. */
    static StoredTemporal parse(String text, String target) throws SQLException {
        try {
            return new Parser(text).moment();
        } catch (DateTimeException e) {
            BigDecimal day = julianDay(text);
            if (day == null) {
                throw ConversionException.noDate(target);
            }
            return ofJulianDay(day.doubleValue(), target);
        }
    }

    private static @Nullable BigDecimal julianDay(String text) {
        int point = text.indexOf('.');
        if (text.length() > 40 || text.startsWith(".") || text.endsWith(".") || point != text.lastIndexOf('.')) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (i != point && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return null;
            }
        }
        return text.isEmpty() ? null : new BigDecimal(text);
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        StoredTemporal moment() {
            LocalDate date = null;
            if (text.length() > 4 && text.charAt(4) == '-') {
                int year = digits(4);
                expect('-');
                int month = digits(2);
                expect('-');
                date = LocalDate.of(year, month, digits(2));
                if (at == text.length()) {
                    return new StoredTemporal(date, null, null);
                }
                if (text.charAt(at) == 'T') {
                    at++;
                } else {
                    expect(' ');
                }
            }
            LocalTime time = time();
            ZoneOffset offset = offset();
            if (at != text.length()) {
                throw malformed();
            }
            return new StoredTemporal(date, time, offset);
        }

        private LocalTime time() {
            int hour = digits(2);
            expect(':');
            int minute = digits(2);
            int second = 0;
            int nanos = 0;
            if (accept(':')) {
                second = digits(2);
                if (accept('.')) {
                    nanos = fraction();
                }
            }
            return LocalTime.of(hour, minute, second, nanos);
        }

        private int fraction() {
            int start = at;
            int value = 0;
            while (at < text.length() && isDigit(text.charAt(at))) {
                // A tenth digit is less than any of the types can hold; SQLite itself writes three.
                if (at - start == 9) {
                    throw malformed();
                }
                value = value * 10 + text.charAt(at++) - '0';
            }
            if (at == start) {
                throw malformed();
            }
            for (int i = at - start; i < 9; i++) {
                value *= 10;
            }
            return value;
        }

        private @Nullable ZoneOffset offset() {
            while (accept(' ')) {
                if (at == text.length()) {
                    throw malformed();
                }
            }
            if (at == text.length()) {
                return null;
            }
            if (accept('Z') || accept('z')) {
                return ZoneOffset.UTC;
            }
            int sign = accept('-') ? -1 : 1;
            if (sign > 0) {
                expect('+');
            }
            int hours = digits(2);
            expect(':');
            return ZoneOffset.ofHoursMinutes(sign * hours, sign * digits(2));
        }

        private int digits(int count) {
            if (text.length() - at < count) {
                throw malformed();
            }
            int value = 0;
            for (int end = at + count; at < end; at++) {
                if (!isDigit(text.charAt(at))) {
                    throw malformed();
                }
                value = value * 10 + text.charAt(at) - '0';
            }
            return value;
        }

        private boolean accept(char expected) {
            if (at < text.length() && text.charAt(at) == expected) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char expected) {
            if (!accept(expected)) {
                throw malformed();
            }
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private static DateTimeException malformed() {
            return new DateTimeException("Not a form of date or time");
        }
    }
}
