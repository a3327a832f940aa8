package io.github.dqlite4j.hibernate;

import jakarta.persistence.TemporalType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * SQL for dates and times. They are text of a fixed width for each type, in the form that the driver binds, so text order is
 * time order. {@link DateArithmetic} calculates with them, {@link TemporalCasts} converts them.
 *
 * @see <a href="https://www.sqlite.org/lang_datefunc.html">Date and time functions of SQLite</a>
 */
final class TemporalSql {

    private static final String TIME_FORMAT = "'%H:%M:%f000000'";
    private static final String TIMESTAMP_FORMAT = "'%Y-%m-%d %H:%M:%f000000'";

    /** UTC: the server does not know the client's zone. */
    static final String CURRENT_TIME = "strftime(" + TIME_FORMAT + ",'now')";

    /** A point in time, with milliseconds. */
    static final String CURRENT_TIMESTAMP = "strftime('%Y-%m-%d %H:%M:%f000000Z','now')";

    /** UTC, with milliseconds, as a local date-time. */
    static final String CURRENT_LOCAL_TIMESTAMP = "strftime(" + TIMESTAMP_FORMAT + ",'now')";

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS", Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT);
    private static final DateTimeFormatter OFFSET_TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSSxxx", Locale.ROOT);

    private TemporalSql() {}

    /**
     * Returns the text of a value, as the driver binds it.
     *
     * @throws DateTimeException if the year does not have four digits
     */
    static String text(TemporalAccessor value) {
        TemporalAccessor stored = value.isSupported(ChronoField.INSTANT_SECONDS)
                ? Instant.from(value).atOffset(ZoneOffset.UTC)
                : value;
        int year = stored.isSupported(ChronoField.YEAR) ? stored.get(ChronoField.YEAR) : 0;
        if (year < 0 || year > 9999) {
            throw new DateTimeException("The year of " + value + " is not between 0000 and 9999");
        }
        DateTimeFormatter format;
        if (stored.isSupported(ChronoField.INSTANT_SECONDS)) {
            format = INSTANT;
        } else if (!stored.isSupported(ChronoField.HOUR_OF_DAY)) {
            format = DATE;
        } else if (stored.isSupported(ChronoField.YEAR)) {
            format = TIMESTAMP;
        } else {
            format = stored.isSupported(ChronoField.OFFSET_SECONDS) ? OFFSET_TIME : TIME;
        }
        return format.format(stored);
    }

    /** Returns a quoted literal. A timestamp with an offset is a point in time; a date or time is converted to {@code timeZone}. */
    @SuppressWarnings("deprecation") // drop when Hibernate's Dialect no longer uses TemporalType
    static String literal(TemporalAccessor value, TemporalType type, @Nullable TimeZone timeZone) {
        if (value instanceof OffsetTime time) {
            return "'" + OFFSET_TIME.format(time) + "'";
        }
        TemporalAccessor local = value;
        if (value.isSupported(ChronoField.INSTANT_SECONDS)) {
            Instant instant = Instant.from(value);
            if (type == TemporalType.TIMESTAMP) {
                return "'" + TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC)) + "Z'";
            }
            local = instant.atZone(zone(timeZone));
        }
        String text = switch (type) {
            case DATE -> DATE.format(LocalDate.from(local));
            case TIME -> TIME.format(LocalTime.from(local));
            case TIMESTAMP -> TIMESTAMP.format(local);
        };
        return "'" + text + "'";
    }

    /** The wall time of a value of java.util, which the driver writes without an offset. */
    static LocalDateTime wall(Date value, @Nullable TimeZone timeZone) {
        // java.sql.Date and Time throw from toInstant().
        Instant instant = value instanceof java.sql.Timestamp timestamp
                ? timestamp.toInstant()
                : Instant.ofEpochMilli(value.getTime());
        return instant.atZone(zone(timeZone)).toLocalDateTime();
    }

    private static ZoneId zone(@Nullable TimeZone timeZone) {
        return timeZone == null ? ZoneId.systemDefault() : timeZone.toZoneId();
    }
}
