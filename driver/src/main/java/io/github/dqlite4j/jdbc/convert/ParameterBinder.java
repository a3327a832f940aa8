package io.github.dqlite4j.jdbc.convert;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.value.ConnectionZone;
import io.github.dqlite4j.value.ConversionException;
import io.github.dqlite4j.value.LegacyDates;
import io.github.dqlite4j.value.NumericConversions;
import io.github.dqlite4j.value.SingleValueRow;
import io.github.dqlite4j.value.Uuids;
import io.github.dqlite4j.value.ValueReader;
import io.github.dqlite4j.value.ValueWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.Objects;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Converts parameters to what SQLite stores: null, Long, Double, String or byte[]. Adds {@code java.sql} types, streams, large
 * objects and the SQL types of {@link Types} to {@link ValueWriter}, and throws its errors as {@link SQLException}. Immutable and
 * thread-safe.
 */
public final class ParameterBinder {
    private final ConnectionZone zone;
    private final ValueWriter writer;
    private final ValueReader reader;

    /** @param zone of java.sql.Timestamp without a Calendar; null for the JVM's default zone at the time of each call */
    public ParameterBinder(@Nullable ZoneId zone) {
        this.zone = ConnectionZone.of(zone);
        this.writer = new ValueWriter(this.zone);
        this.reader = new ValueReader(this.zone, false);
    }

    /**
     * The stored form of a value, by its class. Streams and readers are read to their end and not closed; arrays are not copied.
     */
    public @Nullable Object bind(@Nullable Object value) throws SQLException {
        try {
            // Most parameters are numbers or texts, so they come first.
            if (value instanceof Number || value instanceof String || value == null) {
                return writer.write(value);
            } else if (value instanceof java.util.Date date) {
                return date(date, null);
            }
            return isLarge(value) ? large(value) : writer.write(value);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /**
     * The value converted to one of {@link Types}, which must be able to hold it.
     *
     * @param scale digits after the point of a DECIMAL or NUMERIC, rounded half up; negative to keep those of the value
     */
    public @Nullable Object bind(@Nullable Object value, int sqlType, int scale) throws SQLException {
        Object natural = bind(value);
        if (natural == null || value == null) {
            return null;
        }
        try {
            Object stored = value instanceof Enum<?> constant && isInteger(sqlType)
                    ? (Object) (long) constant.ordinal()
                    : natural;
            return converted(value, stored, sqlType, scale);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** A date, time or timestamp in the calendar's zone. Without one, a timestamp is in the connection's, the others in the JVM's. */
    public @Nullable Object bind(java.util.@Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        if (value == null) {
            return null;
        }
        try {
            return date(value, calendar);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** Whether an enum of this SQL type is stored as its ordinal. */
    public static boolean isInteger(int sqlType) {
        return switch (sqlType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            default -> false;
        };
    }

    private @Nullable Object converted(Object value, Object natural, int sqlType, int scale)
            throws ConversionException {
        SingleValueRow stored = new SingleValueRow(natural);
        switch (sqlType) {
            case Types.BIT:
            case Types.BOOLEAN:
                return NumericConversions.toBoolean(stored, 0) ? 1L : 0L;
            case Types.TINYINT:
                // JDBC's TINYINT may be unsigned.
                return NumericConversions.toLong(stored, 0, Byte.MIN_VALUE, 255, "TINYINT");
            case Types.SMALLINT:
                return NumericConversions.toLong(stored, 0, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
            case Types.INTEGER:
                return NumericConversions.toLong(stored, 0, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
            case Types.BIGINT:
                return NumericConversions.toLong(stored, 0, "BIGINT");
            case Types.REAL:
            case Types.FLOAT:
            case Types.DOUBLE:
                return NumericConversions.toDouble(stored, 0);
            case Types.DECIMAL:
            case Types.NUMERIC:
                return NumericConversions.toStored(decimal(value, stored, scale));
            case Types.CHAR:
            case Types.VARCHAR:
            case Types.LONGVARCHAR:
            case Types.NCHAR:
            case Types.NVARCHAR:
            case Types.LONGNVARCHAR:
            case Types.CLOB:
            case Types.NCLOB:
            case Types.SQLXML:
            case Types.DATALINK:
                return text(value, stored);
            case Types.BINARY:
            case Types.VARBINARY:
            case Types.LONGVARBINARY:
            case Types.BLOB:
                return value instanceof UUID uuid ? Uuids.bytes(uuid) : reader.getBytes(stored, 0);
            case Types.DATE:
                return temporal(stored, LocalDate.class);
            case Types.TIME:
                return temporal(stored, LocalTime.class);
            case Types.TIMESTAMP:
                return temporal(stored, LocalDateTime.class);
            case Types.TIME_WITH_TIMEZONE:
                return value instanceof java.sql.Time time
                        ? writer.write(Instant.ofEpochMilli(time.getTime())
                                .atOffset(ZoneOffset.UTC)
                                .toOffsetTime())
                        : temporal(stored, OffsetTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE:
                Instant instant = instant(value);
                return instant == null ? temporal(stored, Instant.class) : writer.write(instant);
            case Types.NULL:
            case Types.OTHER:
            case Types.JAVA_OBJECT:
                return natural;
            default:
                throw ConversionException.unsupportedType("There is no conversion to the SQL type " + sqlType);
        }
    }

    /** Whether the column decides if this value is a point in time or a local date-time. */
    public static boolean isTimestamp(@Nullable Object value) {
        return value instanceof java.util.Date
                ? !(value instanceof java.sql.Date || value instanceof java.sql.Time)
                : value instanceof Calendar;
    }

    /** The point in time that a value of java.util stands for, or null if it is not of java.util. */
    private static @Nullable Instant instant(Object value) {
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toInstant();
        } else if (value instanceof java.util.Date date) {
            // The others in java.sql throw from toInstant().
            return Instant.ofEpochMilli(date.getTime());
        }
        return value instanceof Calendar calendar ? calendar.toInstant() : null;
    }

    private @Nullable Object date(java.util.Date value, @Nullable Calendar calendar) throws ConversionException {
        boolean inJvmZone = value instanceof java.sql.Date || value instanceof java.sql.Time;
        TimeZone own = inJvmZone ? TimeZone.getDefault() : zone.legacy();
        LocalDateTime wall = LegacyDates.wall(value.getTime(), calendar == null ? own : calendar.getTimeZone());
        if (value instanceof java.sql.Date) {
            return writer.write(wall.toLocalDate());
        } else if (value instanceof java.sql.Time) {
            return writer.write(wall.toLocalTime());
        } else if (value instanceof java.sql.Timestamp timestamp) {
            return writer.write(wall.withNano(timestamp.getNanos()));
        }
        return writer.write(wall);
    }

    private static boolean isLarge(Object value) {
        return value instanceof InputStream
                || value instanceof Reader
                || value instanceof Blob
                || value instanceof Clob
                || value instanceof SQLXML;
    }

    private @Nullable Object large(Object value) throws SQLException, ConversionException {
        try {
            if (value instanceof InputStream stream) {
                return stream.readAllBytes();
            } else if (value instanceof Blob blob) {
                try (InputStream stream = blob.getBinaryStream()) {
                    return stream.readAllBytes();
                }
            } else if (value instanceof Reader characters) {
                return writer.write(text(characters));
            } else if (value instanceof Clob clob) {
                try (Reader characters = clob.getCharacterStream()) {
                    return writer.write(text(characters));
                }
            }
            return writer.write(((SQLXML) value).getString());
        } catch (IOException e) {
            throw new SQLException("The parameter could not be read: " + PrintableText.of(e.getMessage()), "22000", e);
        }
    }

    private static String text(Reader characters) throws IOException {
        StringWriter text = new StringWriter();
        characters.transferTo(text);
        return text.toString();
    }

    private static BigDecimal decimal(Object value, SingleValueRow stored, int scale) throws ConversionException {
        BigDecimal decimal =
                value instanceof BigDecimal given ? given : NumericConversions.toDecimal(stored, 0, "DECIMAL");
        return scale < 0 || decimal.scale() <= scale ? decimal : NumericConversions.toScale(decimal, scale);
    }

    private @Nullable Object text(Object value, SingleValueRow stored) throws ConversionException {
        if (value instanceof BigDecimal decimal) {
            return NumericConversions.toText(decimal);
        } else if (value instanceof Boolean || value instanceof Float || value instanceof Duration) {
            return value.toString();
        }
        String text = Objects.requireNonNull(reader.getString(stored, 0));
        return value instanceof java.sql.Time || value instanceof java.sql.Timestamp
                ? shortest(text)
                : writer.write(text);
    }

    /** The written form of a date or time, from a text. A number is an error: the caller has mixed up parameters. */
    private @Nullable Object temporal(SingleValueRow stored, Class<?> type) throws ConversionException {
        if (stored.value() instanceof String) {
            return writer.write(reader.get(stored, 0, type));
        }
        throw ConversionException.notConvertible(stored.type(0).name(), "a date or time");
    }

    /** The form of {@link java.sql.Timestamp#toString} and {@link java.sql.Time#toString}: a time loses a fraction of 0. */
    private static String shortest(String written) {
        int end = written.length();
        while (written.charAt(end - 1) == '0' && written.charAt(end - 2) != '.') {
            end--;
        }
        boolean time = written.indexOf('-') < 0;
        return written.substring(0, time && written.endsWith(".000000000") ? written.indexOf('.') : end);
    }
}
