package io.github.dqlite4j.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/** Writes dates and times as text. Each form has a fixed width, so the texts sort as the times do. */
final class TemporalFormat {
    private TemporalFormat() {}

    static String date(LocalDate date) throws ConversionException {
        return append(new StringBuilder(10), date).toString();
    }

    static String time(LocalTime time) {
        return append(new StringBuilder(18), time).toString();
    }

    static String dateTime(LocalDateTime value) throws ConversionException {
        StringBuilder text = append(new StringBuilder(30), value.toLocalDate()).append(' ');
        return append(text, value.toLocalTime()).toString();
    }

    static String instant(Instant value) throws ConversionException {
        LocalDateTime utc;
        try {
            utc = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw year();
        }
        return dateTime(utc) + 'Z';
    }

    static String offsetTime(OffsetTime value) throws ConversionException {
        int seconds = value.getOffset().getTotalSeconds();
        if (seconds % 60 != 0) {
            throw ConversionException.dateOutOfRange("An offset with seconds cannot be written");
        }
        int minutes = Math.abs(seconds) / 60;
        StringBuilder text = append(new StringBuilder(24), value.toLocalTime()).append(seconds < 0 ? '-' : '+');
        return two(two(text, minutes / 60).append(':'), minutes % 60).toString();
    }

    private static StringBuilder append(StringBuilder text, LocalDate date) throws ConversionException {
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

    private static ConversionException year() {
        return ConversionException.dateOutOfRange("Years before 0000 and after 9999 cannot be written");
    }
}
