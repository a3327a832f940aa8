package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A date or time as it is stored: a date, a time or both, and an offset if the value has one.
 *
 * <p>A text with an offset, and every number, is an instant, which the zone turns into a wall time. A text without an offset is a
 * wall time, which the zone turns into an instant. A date without a time is its midnight. A time without a date is on
 * 1970-01-01 where an offset or a {@link java.util.Date} is needed.
 */
public record StoredTemporal(
        @Nullable LocalDate date,
        @Nullable LocalTime time,
        @Nullable ZoneOffset offset) {
    /** An integer below this size is seconds since 1970 (up to the year 5138), else milliseconds (since March 1973). */
    private static final long LEAST_MILLIS = 100_000_000_000L;

    /** Milliseconds from the Julian day 0 to 1970, as SQLite counts them. */
    private static final long JULIAN_EPOCH_MILLIS = 210_866_760_000_000L;

    /** The first Julian day after the year 9999, SQLite's last. */
    private static final double JULIAN_END = 5_373_484.5;

    private static final long DAY_MILLIS = 86_400_000L;

    /** The date or time in a cell, or null if the cell has none. */
    public static @Nullable StoredTemporal of(Row row, int column) {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
                return ofEpoch(row.integer(column));
            case FLOAT:
                return ofJulianDay(row.real(column));
            case TEXT:
            case ISO8601:
                String text = row.text(column);
                StoredTemporal parsed = new TemporalParser(text).parse();
                return parsed == null && TemporalParser.isJulianDay(text)
                        ? ofJulianDay(Double.parseDouble(text))
                        : parsed;
            default:
                return null;
        }
    }

    /**
     * The date or time in a cell.
     *
     * @param target what the error message calls the result
     */
    public static StoredTemporal read(Row row, int column, String target) throws ConversionException {
        StoredTemporal temporal = of(row, column);
        if (temporal != null) {
            return temporal;
        }
        throw switch (row.type(column)) {
            case FLOAT -> notAJulianDay(target);
            case TEXT, ISO8601 ->
                TemporalParser.isJulianDay(row.text(column))
                        ? notAJulianDay(target)
                        : ConversionException.notADate(target);
            default -> ConversionException.notConvertible(row.type(column).name(), target);
        };
    }

    private static ConversionException notAJulianDay(String target) {
        return ConversionException.dateOutOfRange("Not a Julian day that can be read as " + target);
    }

    private static StoredTemporal ofEpoch(long value) {
        boolean seconds = value > -LEAST_MILLIS && value < LEAST_MILLIS;
        return ofInstant(seconds ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value));
    }

    /** Rounded to milliseconds, as SQLite does; a double is not more precise. */
    private static @Nullable StoredTemporal ofJulianDay(double day) {
        return day >= 0 && day < JULIAN_END
                ? ofInstant(Instant.ofEpochMilli((long) (day * DAY_MILLIS + 0.5) - JULIAN_EPOCH_MILLIS))
                : null;
    }

    private static StoredTemporal ofInstant(Instant instant) {
        OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
        return new StoredTemporal(utc.toLocalDate(), utc.toLocalTime(), ZoneOffset.UTC);
    }

    /** @throws ConversionException if there is no date */
    public LocalDate toLocalDate(ZoneId zone) throws ConversionException {
        requireDate("a date");
        return wall(zone).toLocalDate();
    }

    /** @throws ConversionException if there is no time */
    public LocalTime toLocalTime(ZoneId zone) throws ConversionException {
        requireTime();
        return wall(zone).toLocalTime();
    }

    /** @throws ConversionException if there is no date */
    LocalDateTime toLocalDateTime(ZoneId zone) throws ConversionException {
        requireDate("a timestamp");
        return wall(zone);
    }

    /** @throws ConversionException if there is no date */
    OffsetDateTime toOffsetDateTime(ZoneId zone) throws ConversionException {
        return toZonedDateTime(zone).toOffsetDateTime();
    }

    /** @throws ConversionException if there is no date */
    ZonedDateTime toZonedDateTime(ZoneId zone) throws ConversionException {
        requireDate("a timestamp");
        return offset == null ? local().atZone(zone) : local().atZone(offset);
    }

    /** @throws ConversionException if there is no time */
    OffsetTime toOffsetTime(ZoneId zone) throws ConversionException {
        LocalTime known = requireTime();
        return offset == null ? local().atZone(zone).toOffsetDateTime().toOffsetTime() : known.atOffset(offset);
    }

    /** Milliseconds since 1970 as {@link java.util.Date} counts them; see {@link LegacyDates}. */
    public long toLegacyMillis(ZoneId zone) {
        return offset == null
                ? LegacyDates.millis(local(), zone)
                : local().toInstant(offset).toEpochMilli();
    }

    /** The nanoseconds within the second. */
    public int nano() {
        return time == null ? 0 : time.getNano();
    }

    private void requireDate(String target) throws ConversionException {
        if (date == null) {
            throw ConversionException.notADate(target);
        }
    }

    private LocalTime requireTime() throws ConversionException {
        if (time == null) {
            throw ConversionException.notADate("a time");
        }
        return time;
    }

    private LocalDateTime local() {
        return LocalDateTime.of(date == null ? LocalDate.EPOCH : date, time == null ? LocalTime.MIDNIGHT : time);
    }

    private LocalDateTime wall(ZoneId zone) {
        return offset == null
                ? local()
                : local().atOffset(offset).atZoneSameInstant(zone).toLocalDateTime();
    }
}
