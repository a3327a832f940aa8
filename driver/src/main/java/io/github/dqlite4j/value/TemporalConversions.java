package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Dates and times from cells that are not NULL. A value with an offset, and every number, is an instant, which the zone
 * turns into a wall time; a text without an offset is a wall time, which the zone turns into an instant. A date is its
 * midnight; a time without a date is on 1970-01-01 where an offset or a {@link java.util.Date} is needed.
 */
public final class TemporalConversions {
    private static final LocalDate EPOCH_DAY = LocalDate.EPOCH;

    private TemporalConversions() {}

    static StoredTemporal moment(Row row, int column, String target) throws SQLException {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
                return StoredTemporal.ofEpoch(row.integer(column), target);
            case FLOAT:
                return StoredTemporal.ofJulianDay(row.real(column), target);
            case TEXT:
            case ISO8601:
                return StoredTemporal.parse(row.text(column), target);
            default:
                throw ConversionException.nonsense(row.type(column).name(), target);
        }
    }

    public static LocalDate localDate(Row row, int column, ZoneId zone) throws SQLException {
        StoredTemporal moment = moment(row, column, "a date");
        if (moment.date() == null) {
            throw ConversionException.noDate("a date");
        }
        return wall(moment, zone).toLocalDate();
    }

    public static LocalTime localTime(Row row, int column, ZoneId zone) throws SQLException {
        StoredTemporal moment = moment(row, column, "a time");
        if (moment.time() == null) {
            throw ConversionException.noDate("a time");
        }
        return wall(moment, zone).toLocalTime();
    }

    public static LocalDateTime localDateTime(Row row, int column, ZoneId zone) throws SQLException {
        return wall(dated(row, column), zone);
    }

    public static OffsetDateTime offsetDateTime(Row row, int column, ZoneId zone) throws SQLException {
        StoredTemporal moment = dated(row, column);
        ZoneOffset offset = moment.offset();
        return offset == null
                ? wall(moment, zone).atZone(zone).toOffsetDateTime()
                : local(moment).atOffset(offset);
    }

    public static ZonedDateTime zonedDateTime(Row row, int column, ZoneId zone) throws SQLException {
        StoredTemporal moment = dated(row, column);
        ZoneOffset offset = moment.offset();
        return offset == null
                ? local(moment).atZone(zone)
                : local(moment).atOffset(offset).toZonedDateTime();
    }

    public static Instant instant(Row row, int column, ZoneId zone) throws SQLException {
        return zonedDateTime(row, column, zone).toInstant();
    }

    public static OffsetTime offsetTime(Row row, int column, ZoneId zone) throws SQLException {
        StoredTemporal moment = moment(row, column, "a time");
        if (moment.time() == null) {
            throw ConversionException.noDate("a time");
        }
        ZoneOffset offset = moment.offset();
        return offset == null
                ? local(moment).atZone(zone).toOffsetDateTime().toOffsetTime()
                : moment.time().atOffset(offset);
    }

    public static java.sql.Date sqlDate(Row row, int column, ZoneId zone) throws SQLException {
        return new java.sql.Date(LegacyDates.millis(localDate(row, column, zone).atStartOfDay(), zone));
    }

    /** The time of day on 1970-01-01, whole milliseconds: the rest does not exist in {@link java.sql.Time}. */
    public static java.sql.Time sqlTime(Row row, int column, ZoneId zone) throws SQLException {
        return new java.sql.Time(LegacyDates.millis(localTime(row, column, zone).atDate(EPOCH_DAY), zone));
    }

    public static java.sql.Timestamp timestamp(Row row, int column, ZoneId zone) throws SQLException {
        StoredTemporal moment = moment(row, column, "a timestamp");
        ZoneOffset offset = moment.offset();
        LocalDateTime local = local(moment);
        java.sql.Timestamp timestamp = new java.sql.Timestamp(
                offset == null
                        ? LegacyDates.millis(local, zone)
                        : local.toInstant(offset).toEpochMilli());
        timestamp.setNanos(local.getNano());
        return timestamp;
    }

    public static java.util.Date utilDate(Row row, int column, ZoneId zone) throws SQLException {
        return new java.util.Date(timestamp(row, column, zone).getTime());
    }

    public static Calendar calendar(Row row, int column, ZoneId zone) throws SQLException {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT);
        calendar.setTime(utilDate(row, column, zone));
        return calendar;
    }

    private static StoredTemporal dated(Row row, int column) throws SQLException {
        StoredTemporal moment = moment(row, column, "a timestamp");
        if (moment.date() == null) {
            throw ConversionException.noDate("a timestamp");
        }
        return moment;
    }

    private static LocalDateTime local(StoredTemporal moment) {
        LocalDate date = moment.date();
        LocalTime time = moment.time();
        return LocalDateTime.of(date == null ? EPOCH_DAY : date, time == null ? LocalTime.MIDNIGHT : time);
    }

    private static LocalDateTime wall(StoredTemporal moment, ZoneId zone) throws SQLException {
        ZoneOffset offset = moment.offset();
        if (offset == null) {
            return local(moment);
        }
        try {
            return local(moment).atOffset(offset).atZoneSameInstant(zone).toLocalDateTime();
        } catch (DateTimeException e) {
            throw ConversionException.dateRange("The instant is outside of what a date can hold");
        }
    }
}
