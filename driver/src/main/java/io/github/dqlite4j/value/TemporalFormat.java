package io.github.dqlite4j.value;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The text forms of dates and times. Each has one width, so the order of the texts is the order of the times. */
public final class TemporalFormat {
    private TemporalFormat() {}

    public static String date(LocalDate date) throws SQLException {
        return append(new StringBuilder(10), date).toString();
    }

    public static String time(LocalTime time) {
        return append(new StringBuilder(18), time).toString();
    }

    public static String dateTime(LocalDateTime value) throws SQLException {
        StringBuilder text = append(new StringBuilder(30), value.toLocalDate()).append(' ');
        return append(text, value.toLocalTime()).toString();
    }

    public static String instant(Instant value) throws SQLException {
        LocalDateTime utc;
        try {
            utc = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw year();
        }
        return dateTime(utc) + 'Z';
    }

    public static String offsetTime(OffsetTime value) throws SQLException {
        int seconds = value.getOffset().getTotalSeconds();
        if (seconds % 60 != 0) {
            throw ConversionException.dateRange("An offset with seconds cannot be written");
        }
        int minutes = Math.abs(seconds) / 60;
        StringBuilder text = append(new StringBuilder(24), value.toLocalTime()).append(seconds < 0 ? '-' : '+');
        return two(two(text, minutes / 60).append(':'), minutes % 60).toString();
    }

    public static String legacy(java.util.Date value, ZoneId zone) throws SQLException {
        LocalDateTime wall = LegacyDates.wall(value.getTime(), zone);
        if (value instanceof java.sql.Date) {
            return date(wall.toLocalDate());
        } else if (value instanceof java.sql.Time) {
            return time(wall.toLocalTime());
        } else if (value instanceof java.sql.Timestamp timestamp) {
            return dateTime(wall.withNano(timestamp.getNanos()));
        }
        return dateTime(wall);
    }

    /** The form that {@link java.sql.Timestamp#toString} and {@link java.sql.Time#toString} have: a time loses a fraction of 0. */
    public static String shortest(String written) {
        int end = written.length();
        while (written.charAt(end - 1) == '0' && written.charAt(end - 2) != '.') {
            end--;
        }
        boolean time = written.indexOf('-') < 0;
        return written.substring(0, time && written.endsWith(".000000000") ? written.indexOf('.') : end);
    }

    private static StringBuilder append(StringBuilder text, LocalDate date) throws SQLException {
        int year = date.getYear();
        if (year < 0 || year > 9999) {
            throw year();
        }
        two(two(text, year / 100), year % 100).append('-');
        return two(two(text, date.getMonthValue()).append('-'), date.getDayOfMonth());
    }

    private static StringBuilder append(StringBuilder text, LocalTime time) {
        two(text, time.getHour()).append(':');
        two(text, time.getMinute()).append(':');
        two(text, time.getSecond()).append('.');
        int nanos = time.getNano();
        for (int unit = 100_000_000; unit > 0; unit /= 10) {
            text.append((char) ('0' + nanos / unit % 10));
        }
        return text;
    }

    private static StringBuilder two(StringBuilder text, int value) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    private static SQLException year() {
        return ConversionException.dateRange("Years before 0000 and after 9999 cannot be written");
    }
}
