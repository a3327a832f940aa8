package io.github.dqlite4j.jdbc.convert;

import io.github.dqlite4j.value.ConversionException;
import io.github.dqlite4j.value.NumericConversions;
import io.github.dqlite4j.value.SingleValueRow;
import io.github.dqlite4j.value.TemporalConversions;
import io.github.dqlite4j.value.TemporalFormat;
import io.github.dqlite4j.wire.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Types;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes Java values as SQLite's: null, Long, Double, String or byte[]. ConversionException are as for {@link ColumnReader}; besides, a text that
 * the protocol cannot carry is 22021, a year outside 0000 to 9999 is 22008, NaN (SQLite would store NULL) is 22003, and a
 * class or SQL type without conversion is 07006. Immutable and safe for all threads.
 */
public final class ParameterBinder {
    private final ZoneId zone;
    private final ColumnReader reader;

    /** The zone of java.sql.Date, Time and Timestamp without a Calendar. */
    public ParameterBinder(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone);
        this.reader = new ColumnReader(zone);
    }

    /** The value that its class stands for. Streams and readers are read to their end and not closed; arrays are not copied. */
    public @Nullable Object bind(@Nullable Object value) throws SQLException {
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
            return TemporalFormat.legacy(date, zone);
        } else if (value instanceof Calendar calendar) {
            return TemporalFormat.legacy(calendar.getTime(), zone);
        } else if (value instanceof UUID || value instanceof Character || value instanceof URL) {
            return checked(value.toString());
        } else if (value instanceof char[] characters) {
            return checked(new String(characters));
        }
        return large(value);
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
                return value instanceof UUID uuid ? bytes(uuid) : reader.get(stored, 0, byte[].class);
            case Types.DATE:
                return TemporalFormat.date(TemporalConversions.localDate(written(stored), 0, zone));
            case Types.TIME:
                return TemporalFormat.time(TemporalConversions.localTime(written(stored), 0, zone));
            case Types.TIMESTAMP:
                return TemporalFormat.dateTime(TemporalConversions.localDateTime(written(stored), 0, zone));
            case Types.TIME_WITH_TIMEZONE:
                return TemporalFormat.offsetTime(TemporalConversions.offsetTime(written(stored), 0, zone));
            case Types.TIMESTAMP_WITH_TIMEZONE:
                return TemporalFormat.instant(TemporalConversions.instant(written(stored), 0, zone));
            case Types.NULL:
            case Types.OTHER:
            case Types.JAVA_OBJECT:
                return natural;
            default:
                throw ConversionException.unsupported("There is no conversion to the SQL type " + sqlType);
        }
    }

    /** A date, time or timestamp in the calendar's zone, or the connection's. */
    public @Nullable Object bind(java.util.@Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        return value == null
                ? null
                : TemporalFormat.legacy(
                        value, calendar == null ? zone : calendar.getTimeZone().toZoneId());
    }

    private static Object number(Number number) throws SQLException {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        } else if (number instanceof Double || number instanceof Float) {
            double real = number.doubleValue();
            if (Double.isNaN(real)) {
                throw ConversionException.range("a column: SQLite has no NaN, so it does not fit");
            }
            return real;
        } else if (number instanceof BigDecimal decimal) {
            return NumericConversions.toStored(decimal);
        } else if (number instanceof BigInteger integer) {
            return NumericConversions.toStored(new BigDecimal(integer));
        }
        throw unsupported(number);
    }

    private static String temporal(TemporalAccessor value) throws SQLException {
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
        throw unsupported(value);
    }

    private static Object large(Object value) throws SQLException {
        try {
            if (value instanceof InputStream stream) {
                return stream.readAllBytes();
            } else if (value instanceof java.io.Reader characters) {
                StringWriter text = new StringWriter();
                characters.transferTo(text);
                return checked(text.toString());
            } else if (value instanceof Blob blob) {
                try (InputStream stream = blob.getBinaryStream()) {
                    return stream.readAllBytes();
                }
            } else if (value instanceof Clob clob) {
                StringWriter text = new StringWriter();
                try (java.io.Reader characters = clob.getCharacterStream()) {
                    characters.transferTo(text);
                }
                return checked(text.toString());
            } else if (value instanceof SQLXML xml) {
                return checked(xml.getString());
            }
        } catch (IOException e) {
            throw new SQLException("The parameter could not be read: " + e.getMessage(), "22000", e);
        }
        throw unsupported(value);
    }

    private static BigDecimal decimal(Object value, SingleValueRow stored, int scale) throws SQLException {
        BigDecimal decimal =
                value instanceof BigDecimal given ? given : NumericConversions.toDecimal(stored, 0, "DECIMAL");
        return scale < 0 || decimal.scale() <= scale ? decimal : decimal.setScale(scale, RoundingMode.HALF_UP);
    }

    private String text(Object value, SingleValueRow stored) throws SQLException {
        if (value instanceof BigDecimal decimal) {
            return NumericConversions.toText(decimal);
        } else if (value instanceof Boolean || value instanceof Float) {
            return value.toString();
        } else if (value instanceof java.sql.Time || value instanceof java.sql.Timestamp) {
            return TemporalFormat.shortest((String) stored.present());
        }
        return checked(Objects.requireNonNull(reader.getString(stored, 0)));
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** NumericConversions are no dates here: a caller who passes one as a DATE has mixed up parameters. */
    private static SingleValueRow written(SingleValueRow stored) throws SQLException {
        if (stored.value() instanceof String) {
            return stored;
        }
        throw ConversionException.nonsense(stored.type(0).name(), "a date or time");
    }

    private static String checked(String text) throws SQLException {
        String defect = Parameters.defect(text);
        if (defect != null) {
            throw ConversionException.character(defect);
        }
        return text;
    }

    private static SQLException unsupported(Object value) {
        return ConversionException.unsupported("Values of " + value.getClass().getName() + " cannot be stored");
    }
}
