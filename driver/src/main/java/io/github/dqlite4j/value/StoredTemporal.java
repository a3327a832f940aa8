package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A date or time as it is stored: a date, a time or both, and an offset if the value has one.
 *
 * <p>A text with an offset, and every number, is a point in time. A text without an offset is UTC where a point in time is needed,
 * because SQLite writes the current time so; for local types and those of java.util it is a wall time. A date without a time is its
 * midnight. A time without a date is on 1970-01-01 where a {@link java.util.Date} is needed.
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

    /** The same, in UTC if it has no offset of its own. */
    public StoredTemporal orUtc() {
        return offset == null ? new StoredTemporal(date, time, ZoneOffset.UTC) : this;
    }

    /** @throws ConversionException if there is no date */
    LocalDate toLocalDate(ConnectionZone zone) throws ConversionException {
        requireDate("a date");
        return wall(zone).toLocalDate();
    }

    /** @throws ConversionException if there is no time */
    LocalTime toLocalTime(ConnectionZone zone) throws ConversionException {
        requireTime();
        return wall(zone).toLocalTime();
    }

    /** @throws ConversionException if there is no date */
    LocalDateTime toLocalDateTime(ConnectionZone zone) throws ConversionException {
        requireDate("a timestamp");
        return wall(zone);
    }

    /** @throws ConversionException if there is no date */
    OffsetDateTime toOffsetDateTime() throws ConversionException {
        requireDate("a timestamp");
        return local().atOffset(offset == null ? ZoneOffset.UTC : offset);
    }

    /** @throws ConversionException if there is no time */
    OffsetTime toOffsetTime() throws ConversionException {
        return requireTime().atOffset(offset == null ? ZoneOffset.UTC : offset);
    }

    /**
     * The date for {@code java.sql.Date}, by the rules of {@link LegacyDates}.
     *
     * @throws ConversionException if there is no date
     */
    public LocalDate toLegacyDate(TimeZone zone) throws ConversionException {
        requireDate("a date");
        return legacyWall(zone).toLocalDate();
    }

    /**
     * The time for {@code java.sql.Time}, by the rules of {@link LegacyDates}.
     *
     * @throws ConversionException if there is no time
     */
    public LocalTime toLegacyTime(TimeZone zone) throws ConversionException {
        requireTime();
        return legacyWall(zone).toLocalTime();
    }

    private LocalDateTime legacyWall(TimeZone zone) {
        return isLocal() ? local() : LegacyDates.wall(toLegacyMillis(zone), zone);
    }

    /** Milliseconds since 1970 as {@link java.util.Date} counts them; see {@link LegacyDates}. */
    public long toLegacyMillis(TimeZone zone) {
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

    /** A date without a time is the same in every zone. */
    private boolean isLocal() {
        return offset == null || time == null;
    }

    private LocalDateTime wall(ConnectionZone zone) {
        return isLocal() || offset == null
                ? local()
                : local().atOffset(offset).atZoneSameInstant(zone.id()).toLocalDateTime();
    }
}
