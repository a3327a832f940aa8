package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Parameters;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Converts Java values to what SQLite stores: null, Long, Double, String or byte[]. A text that the protocol cannot carry, a year
 * outside 0000 to 9999, NaN (SQLite would store NULL) and a class without conversion are errors. Immutable and thread-safe.
 */
public final class ValueWriter {
    private final ConnectionZone zone;

    /** @param zone turns a {@link java.util.Date} or {@link Calendar} into a wall time */
    public ValueWriter(ZoneId zone) {
        this(ConnectionZone.of(Objects.requireNonNull(zone)));
    }

    /** @param zone turns a {@link java.util.Date} or {@link Calendar} into a wall time */
    public ValueWriter(ConnectionZone zone) {
        this.zone = zone;
    }

    /** The stored form of a value, by its class. An array is not copied. */
    public @Nullable Object write(@Nullable Object value) throws ConversionException {
        if (value == null || value instanceof Long || value instanceof byte[]) {
            return value;
        } else if (value instanceof String text) {
            return checked(text);
        } else if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value instanceof TemporalAccessor temporal) {
            return temporal(temporal);
        } else if (value instanceof java.util.Date date) {
            return legacy(date);
        } else if (value instanceof Calendar calendar) {
            return legacy(calendar.getTime());
        } else if (value instanceof Character) {
            return checked(value.toString());
        } else if (value instanceof char[] characters) {
            return checked(new String(characters));
        }
        return other(value);
    }

    private static Object other(Object value) throws ConversionException {
        Object stored = ValueClasses.write(value);
        if (stored == null) {
            throw unsupported(value);
        }
        return stored instanceof String text ? checked(text) : stored;
    }

    private static Object number(Number number) throws ConversionException {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        } else if (number instanceof Double || number instanceof Float) {
            double real = number.doubleValue();
            if (Double.isNaN(real)) {
                throw ConversionException.outOfRange("a column: SQLite has no NaN, so it does not fit");
            }
            return real;
        } else if (number instanceof BigDecimal decimal) {
            return NumericConversions.toStored(decimal);
        } else if (number instanceof BigInteger integer) {
            return NumericConversions.toStored(new BigDecimal(integer));
        }
        throw unsupported(number);
    }

    private static Object temporal(TemporalAccessor value) throws ConversionException {
        if (value instanceof LocalDate date) {
            return TemporalFormat.date(date);
        } else if (value instanceof LocalTime time) {
            return TemporalFormat.time(time);
        } else if (value instanceof LocalDateTime dateTime) {
            return TemporalFormat.dateTime(dateTime);
        } else if (value instanceof Instant instant) {
            return TemporalFormat.instant(instant);
        } else if (value instanceof OffsetDateTime dateTime) {
            return TemporalFormat.instant(dateTime.toInstant());
        } else if (value instanceof ZonedDateTime dateTime) {
            return TemporalFormat.instant(dateTime.toInstant());
        } else if (value instanceof OffsetTime time) {
            return TemporalFormat.offsetTime(time);
        }
        return other(value);
    }

    private String legacy(java.util.Date value) throws ConversionException {
        return TemporalFormat.dateTime(LegacyDates.wall(value.getTime(), zone.legacy()));
    }

    /** The text itself, if the protocol can carry it. */
    private static String checked(String text) throws ConversionException {
        String defect = Parameters.defect(text);
        if (defect != null) {
            throw ConversionException.unsupportedCharacter(defect);
        }
        return text;
    }

    private static ConversionException unsupported(Object value) {
        return ConversionException.unsupportedType(
                "Values of " + value.getClass().getName() + " cannot be stored");
    }
}
