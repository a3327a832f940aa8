package io.github.dqlite4j.value;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code yyyy-MM-dd[(T| )time]} or {@code time}, where time is {@code HH:mm[:ss[.f…]][Z|±HH[[:]mm]]}. Each method returns
 * null, or -1, if the text does not have the form.
 *
 * @see <a href="https://sqlite.org/lang_datefunc.html">SQLite: time values</a>
 */
final class TemporalParser {
    private static final int MOST_OFFSET_MINUTES = 18 * 60;

    private static final int LONGEST_JULIAN_DAY = 40;

    private final String text;
    private int at;

    TemporalParser(String text) {
        this.text = text;
    }

    /** Whether the text is of digits, with a point between them or without. */
    static boolean isJulianDay(String text) {
        int point = text.indexOf('.');
        if (text.isEmpty() || text.length() > LONGEST_JULIAN_DAY || point == 0 || point == text.length() - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (i != point && !isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    StoredTemporal parse() {
        LocalDate date = null;
        if (text.length() > 4 && text.charAt(4) == '-') {
            date = date();
            if (date == null) {
                return null;
            } else if (atEnd()) {
                return new StoredTemporal(date, null, null);
            } else if (!accept('T') && !accept(' ')) {
                return null;
            }
        }
        LocalTime time = time();
        if (time == null || atEnd()) {
            return time == null ? null : new StoredTemporal(date, time, null);
        }
        ZoneOffset offset = offset();
        return offset == null || !atEnd() ? null : new StoredTemporal(date, time, offset);
    }

    private @Nullable LocalDate date() {
        int year = digits(4);
        int month = accept('-') ? digits(2) : -1;
        int day = accept('-') ? digits(2) : -1;
        return year < 0
                        || month < 1
                        || month > 12
                        || day < 1
                        || day > YearMonth.of(year, month).lengthOfMonth()
                ? null
                : LocalDate.of(year, month, day);
    }

    private @Nullable LocalTime time() {
        int hour = digits(2);
        int minute = accept(':') ? digits(2) : -1;
        int second = 0;
        int nanos = 0;
        if (minute >= 0 && accept(':')) {
            second = digits(2);
            if (second >= 0 && accept('.')) {
                nanos = fraction();
            }
        }
        return hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanos < 0
                ? null
                : LocalTime.of(hour, minute, second, nanos);
    }

    /** Up to nine digits: no type holds more, and SQLite itself writes three. */
    private int fraction() {
        int start = at;
        int value = 0;
        while (!atEnd() && isDigit(text.charAt(at))) {
            if (at - start == 9) {
                return -1;
            }
            value = value * 10 + text.charAt(at++) - '0';
        }
        if (at == start) {
            return -1;
        }
        for (int i = at - start; i < 9; i++) {
            value *= 10;
        }
        return value;
    }

    private @Nullable ZoneOffset offset() {
        while (!atEnd() && text.charAt(at) == ' ') {
            at++;
        }
        if (accept('Z') || accept('z')) {
            return ZoneOffset.UTC;
        }
        int sign = accept('-') ? -1 : 1;
        if (sign > 0 && !accept('+')) {
            return null;
        }
        int hours = digits(2);
        int minutes = accept(':') || !atEnd() ? digits(2) : 0;
        return hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > MOST_OFFSET_MINUTES
                ? null
                : ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private int digits(int count) {
        if (text.length() - at < count) {
            return -1;
        }
        int value = 0;
        for (int end = at + count; at < end; at++) {
            if (!isDigit(text.charAt(at))) {
                return -1;
            }
            value = value * 10 + text.charAt(at) - '0';
        }
        return value;
    }

    private boolean accept(char expected) {
        if (!atEnd() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        return at == text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
