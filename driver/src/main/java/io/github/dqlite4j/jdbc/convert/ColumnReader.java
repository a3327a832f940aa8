package io.github.dqlite4j.jdbc.convert;

import io.github.dqlite4j.jdbc.large.MemoryBlob;
import io.github.dqlite4j.jdbc.large.MemoryClob;
import io.github.dqlite4j.value.ConversionException;
import io.github.dqlite4j.value.DeclaredKind;
import io.github.dqlite4j.value.NumericConversions;
import io.github.dqlite4j.value.TemporalConversions;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads cells as Java values. What is out of range or would lose something is an error with SQLSTATE 22003, what means
 * nothing as the target 22018, a text that is no date or time 22007, one beyond the target 22008; a target class
 * without conversion 07006. Columns count from zero. Immutable and safe for all threads.
 */
public final class ColumnReader {
    private static final Map<Class<?>, Conversion> CONVERSIONS = Map.ofEntries(
            Map.entry(String.class, (reader, row, column) -> reader.text(row, column)),
            Map.entry(Character.class, (reader, row, column) -> reader.character(row, column)),
            Map.entry(Boolean.class, (reader, row, column) -> NumericConversions.toBoolean(row, column)),
            Map.entry(Byte.class, (reader, row, column) -> reader.getByte(row, column)),
            Map.entry(Short.class, (reader, row, column) -> reader.getShort(row, column)),
            Map.entry(Integer.class, (reader, row, column) -> reader.getInt(row, column)),
            Map.entry(Long.class, (reader, row, column) -> NumericConversions.toLong(row, column, "long")),
            Map.entry(Float.class, (reader, row, column) -> NumericConversions.toFloat(row, column)),
            Map.entry(Double.class, (reader, row, column) -> NumericConversions.toDouble(row, column)),
            Map.entry(
                    BigDecimal.class, (reader, row, column) -> NumericConversions.toDecimal(row, column, "BigDecimal")),
            Map.entry(BigInteger.class, (reader, row, column) -> NumericConversions.toBigInteger(row, column)),
            Map.entry(byte[].class, (reader, row, column) -> bytes(row, column)),
            Map.entry(InputStream.class, (reader, row, column) -> new ByteArrayInputStream(bytes(row, column))),
            Map.entry(java.io.Reader.class, (reader, row, column) -> new StringReader(reader.text(row, column))),
            Map.entry(
                    LocalDate.class, (reader, row, column) -> TemporalConversions.localDate(row, column, reader.zone)),
            Map.entry(
                    LocalTime.class, (reader, row, column) -> TemporalConversions.localTime(row, column, reader.zone)),
            Map.entry(
                    LocalDateTime.class,
                    (reader, row, column) -> TemporalConversions.localDateTime(row, column, reader.zone)),
            Map.entry(
                    OffsetDateTime.class,
                    (reader, row, column) -> TemporalConversions.offsetDateTime(row, column, reader.zone)),
            Map.entry(
                    OffsetTime.class,
                    (reader, row, column) -> TemporalConversions.offsetTime(row, column, reader.zone)),
            Map.entry(
                    ZonedDateTime.class,
                    (reader, row, column) -> TemporalConversions.zonedDateTime(row, column, reader.zone)),
            Map.entry(Instant.class, (reader, row, column) -> TemporalConversions.instant(row, column, reader.zone)),
            Map.entry(
                    java.util.Date.class,
                    (reader, row, column) -> TemporalConversions.utilDate(row, column, reader.zone)),
            Map.entry(
                    java.sql.Date.class,
                    (reader, row, column) -> TemporalConversions.sqlDate(row, column, reader.zone)),
            Map.entry(
                    java.sql.Time.class,
                    (reader, row, column) -> TemporalConversions.sqlTime(row, column, reader.zone)),
            Map.entry(
                    java.sql.Timestamp.class,
                    (reader, row, column) -> TemporalConversions.timestamp(row, column, reader.zone)),
            Map.entry(Calendar.class, (reader, row, column) -> TemporalConversions.calendar(row, column, reader.zone)),
            Map.entry(Blob.class, (reader, row, column) -> new MemoryBlob(bytes(row, column))),
            Map.entry(Clob.class, (reader, row, column) -> new MemoryClob(reader.text(row, column))),
            Map.entry(NClob.class, (reader, row, column) -> new MemoryClob(reader.text(row, column))),
            Map.entry(URL.class, (reader, row, column) -> url(row, column)),
            Map.entry(UUID.class, (reader, row, column) -> uuid(row, column)),
            Map.entry(Object.class, (reader, row, column) -> natural(row, column)));

    private final ZoneId zone;

    /** The zone gives wall times their instants, and instants their wall times, where neither a value nor a Calendar does. */
    public ColumnReader(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone);
    }

    /** Whether the cell is NULL. An empty ISO8601 text is how the server sends the NULL of a column declared as a date. */
    public boolean isNull(Row row, int column) {
        ValueType type = row.type(column);
        return type == ValueType.NULL
                || type == ValueType.ISO8601 && row.text(column).isEmpty();
    }

    /** The cell as this class, or null for NULL. */
    public <T> @Nullable T get(Row row, int column, Class<T> type) throws SQLException {
        Conversion conversion = CONVERSIONS.get(type);
        if (conversion == null && !type.isEnum()) {
            throw ConversionException.unsupported("Values cannot be read as " + type.getName());
        }
        if (isNull(row, column)) {
            return null;
        }
        return type.cast(conversion == null ? constant(row, column, type) : conversion.read(this, row, column));
    }

    /** 0 for NULL. */
    public long getLong(Row row, int column) throws SQLException {
        if (row.type(column) == ValueType.INTEGER) {
            return row.integer(column);
        }
        return isNull(row, column) ? 0 : NumericConversions.toLong(row, column, "long");
    }

    /** 0 for NULL. */
    public int getInt(Row row, int column) throws SQLException {
        return isNull(row, column)
                ? 0
                : (int) NumericConversions.toLong(row, column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    /** 0 for NULL. */
    public short getShort(Row row, int column) throws SQLException {
        return isNull(row, column)
                ? 0
                : (short) NumericConversions.toLong(row, column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    /** 0 for NULL. */
    public byte getByte(Row row, int column) throws SQLException {
        return isNull(row, column)
                ? 0
                : (byte) NumericConversions.toLong(row, column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    /** 0 for NULL. */
    public double getDouble(Row row, int column) throws SQLException {
        return isNull(row, column) ? 0 : NumericConversions.toDouble(row, column);
    }

    /** 0 for NULL. */
    public float getFloat(Row row, int column) throws SQLException {
        return isNull(row, column) ? 0 : NumericConversions.toFloat(row, column);
    }

    /** False for NULL. */
    public boolean getBoolean(Row row, int column) throws SQLException {
        return !isNull(row, column) && NumericConversions.toBoolean(row, column);
    }

    public @Nullable String getString(Row row, int column) throws SQLException {
        return isNull(row, column) ? null : text(row, column);
    }

    /**
     * The cell as the type that its declaration promises: INTEGER and shorter ones an Integer (a Long when it does not fit),
     * DECIMAL a BigDecimal, DATE a java.sql.Date and so on. Any column can hold any value, so one that cannot be read as
     * promised comes as it is stored: Long, Double, String or byte[]; so does every value without a declared type.
     */
    public @Nullable Object getObject(Row row, int column, @Nullable String declaredType) throws SQLException {
        if (isNull(row, column)) {
            return null;
        }
        try {
            return declared(row, column, DeclaredKind.of(declaredType));
        } catch (SQLDataException e) {
            return natural(row, column);
        }
    }

    /** The date at midnight in the calendar's zone, or the connection's. */
    public java.sql.@Nullable Date getDate(Row row, int column, @Nullable Calendar calendar) throws SQLException {
        return isNull(row, column) ? null : TemporalConversions.sqlDate(row, column, zone(calendar));
    }

    /** The time on 1970-01-01 in the calendar's zone, or the connection's. */
    public java.sql.@Nullable Time getTime(Row row, int column, @Nullable Calendar calendar) throws SQLException {
        return isNull(row, column) ? null : TemporalConversions.sqlTime(row, column, zone(calendar));
    }

    /** The instant; of a text without offset, in the calendar's zone, or the connection's. */
    public java.sql.@Nullable Timestamp getTimestamp(Row row, int column, @Nullable Calendar calendar)
            throws SQLException {
        return isNull(row, column) ? null : TemporalConversions.timestamp(row, column, zone(calendar));
    }

    private ZoneId zone(@Nullable Calendar calendar) {
        return calendar == null ? zone : calendar.getTimeZone().toZoneId();
    }

    private Object declared(Row row, int column, DeclaredKind kind) throws SQLException {
        ValueType type = row.type(column);
        switch (kind) {
            case INT:
                if (type != ValueType.INTEGER) {
                    return natural(row, column);
                }
                long value = row.integer(column);
                if (value == (int) value) {
                    return (int) value;
                }
                return value;
            case REAL:
                return type == ValueType.INTEGER
                        ? (Object) NumericConversions.toDouble(row, column)
                        : natural(row, column);
            case DECIMAL:
                return NumericConversions.toDecimal(row, column, "BigDecimal");
            case BOOLEAN:
                // Another number is true to getBoolean, but an object must not lose which.
                if (type == ValueType.FLOAT || type == ValueType.INTEGER && row.integer(column) >>> 1 != 0) {
                    return natural(row, column);
                }
                return NumericConversions.toBoolean(row, column);
            case DATE:
                return TemporalConversions.sqlDate(row, column, zone);
            case TIME:
                return TemporalConversions.sqlTime(row, column, zone);
            case TIMESTAMP:
                return TemporalConversions.timestamp(row, column, zone);
            case OFFSET_TIMESTAMP:
                return TemporalConversions.offsetDateTime(row, column, zone);
            case OFFSET_TIME:
                return TemporalConversions.offsetTime(row, column, zone);
            default:
                return natural(row, column);
        }
    }

    private static Object natural(Row row, int column) throws SQLException {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
                return row.integer(column);
            case FLOAT:
                return row.real(column);
            case BOOLEAN:
                return row.integer(column) != 0;
            case BLOB:
                return row.bytes(column);
            default:
                return row.text(column);
        }
    }

    private String text(Row row, int column) throws SQLException {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
            case BOOLEAN:
                return Long.toString(row.integer(column));
            case FLOAT:
                return NumericConversions.toText(row.real(column));
            case BLOB:
                try {
                    return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(row.bytes(column)))
                            .toString();
                } catch (CharacterCodingException e) {
                    throw ConversionException.nonsense("BLOB", "text: it is no UTF-8");
                }
            default:
                return row.text(column);
        }
    }

    private char character(Row row, int column) throws SQLException {
        String text = text(row, column);
        if (text.length() != 1) {
            throw ConversionException.range("char");
        }
        return text.charAt(0);
    }

    private static byte[] bytes(Row row, int column) throws SQLException {
        ValueType type = row.type(column);
        if (type == ValueType.BLOB || type == ValueType.TEXT || type == ValueType.ISO8601) {
            return row.bytes(column);
        }
        throw ConversionException.nonsense(type.name(), "bytes");
    }

    /** From 36 characters or 16 bytes. */
    private static UUID uuid(Row row, int column) throws SQLException {
        ValueType type = row.type(column);
        if (type == ValueType.BLOB) {
            ByteBuffer bytes = ByteBuffer.wrap(row.bytes(column));
            if (bytes.remaining() == 16) {
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } else if (type == ValueType.TEXT && row.text(column).length() == 36) {
            try {
                return UUID.fromString(row.text(column));
            } catch (IllegalArgumentException e) {
                throw ConversionException.nonsense("TEXT", "UUID");
            }
        }
        throw ConversionException.nonsense(type.name(), "UUID");
    }

    private static URL url(Row row, int column) throws SQLException {
        if (row.type(column) == ValueType.TEXT) {
            try {
                return new URI(row.text(column)).toURL();
            } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
                throw ConversionException.nonsense("TEXT", "URL");
            }
        }
        throw ConversionException.nonsense(row.type(column).name(), "URL");
    }

    private static <T> T constant(Row row, int column, Class<T> type) throws SQLException {
        if (row.type(column) == ValueType.TEXT) {
            String name = row.text(column);
            for (T constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw ConversionException.nonsense(row.type(column).name(), type.getSimpleName());
    }

    @FunctionalInterface
    private interface Conversion {
        Object read(ColumnReader reader, Row row, int column) throws SQLException;
    }
}
