package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Reads cells as Java values. A value that does not fit the target without loss is an error and never cast; see
 * {@link ConversionException.Kind}. Columns count from zero. Immutable and thread-safe.
 */
public final class ValueReader {
    private static final Map<Class<?>, Conversion> CONVERSIONS = Map.ofEntries(
            Map.entry(String.class, (row, column, reader) -> text(row, column)),
            Map.entry(Character.class, (row, column, reader) -> character(row, column)),
            Map.entry(Boolean.class, (row, column, reader) -> NumericConversions.toBoolean(row, column)),
            Map.entry(Byte.class, (row, column, reader) -> toByte(row, column)),
            Map.entry(Short.class, (row, column, reader) -> toShort(row, column)),
            Map.entry(Integer.class, (row, column, reader) -> toInt(row, column)),
            Map.entry(Long.class, (row, column, reader) -> NumericConversions.toLong(row, column, "long")),
            Map.entry(Float.class, (row, column, reader) -> NumericConversions.toFloat(row, column)),
            Map.entry(Double.class, (row, column, reader) -> NumericConversions.toDouble(row, column)),
            Map.entry(
                    BigDecimal.class, (row, column, reader) -> NumericConversions.toDecimal(row, column, "BigDecimal")),
            Map.entry(BigInteger.class, (row, column, reader) -> NumericConversions.toBigInteger(row, column)),
            Map.entry(byte[].class, (row, column, reader) -> bytes(row, column)),
            Map.entry(
                    LocalDate.class,
                    (row, column, reader) ->
                            reader.temporal(row, column, "a date").toLocalDate(reader.zone)),
            Map.entry(
                    LocalTime.class,
                    (row, column, reader) ->
                            reader.temporal(row, column, "a time").toLocalTime(reader.zone)),
            Map.entry(
                    LocalDateTime.class,
                    (row, column, reader) -> reader.timestamp(row, column).toLocalDateTime(reader.zone)),
            Map.entry(
                    OffsetDateTime.class,
                    (row, column, reader) -> reader.timestamp(row, column).toOffsetDateTime()),
            Map.entry(
                    OffsetTime.class,
                    (row, column, reader) ->
                            reader.temporal(row, column, "a time").toOffsetTime()),
            Map.entry(
                    ZonedDateTime.class,
                    (row, column, reader) ->
                            reader.timestamp(row, column).toOffsetDateTime().toZonedDateTime()),
            Map.entry(
                    Instant.class,
                    (row, column, reader) ->
                            reader.timestamp(row, column).toOffsetDateTime().toInstant()),
            Map.entry(java.util.Date.class, (row, column, reader) -> reader.legacyDate(row, column)),
            Map.entry(Calendar.class, (row, column, reader) -> reader.calendar(row, column)),
            Map.entry(char[].class, (row, column, reader) -> text(row, column).toCharArray()),
            Map.entry(Object.class, (row, column, reader) -> natural(row, column)));

    private final ConnectionZone zone;
    private final boolean pointsInTime;

    /** @param zone turns a point in time into a wall time, and a wall time into a {@link java.util.Date} */
    public ValueReader(ZoneId zone) {
        this(ConnectionZone.of(Objects.requireNonNull(zone)), false);
    }

    /**
     * @param zone turns a point in time into a wall time, and a wall time into a {@link java.util.Date}
     * @param pointsInTime whether a date or time without an offset is UTC, as in a column declared WITH TIME ZONE
     */
    public ValueReader(ConnectionZone zone, boolean pointsInTime) {
        this.zone = zone;
        this.pointsInTime = pointsInTime;
    }

    /** Whether the cell is NULL. The server sends the NULL of a column declared as a date as an empty ISO8601 text. */
    public boolean isNull(Row row, int column) {
        ValueType type = row.type(column);
        return type == ValueType.NULL
                || type == ValueType.ISO8601 && row.text(column).isEmpty();
    }

    /** The cell as this class, or null for NULL. */
    public <T> @Nullable T get(Row row, int column, Class<T> type) throws ConversionException {
        Conversion conversion = CONVERSIONS.get(type);
        ValueClasses.Conversion other = conversion == null ? ValueClasses.conversion(type) : null;
        if (conversion == null && other == null && !type.isEnum()) {
            throw ConversionException.unsupportedType("Values cannot be read as " + type.getName());
        } else if (isNull(row, column)) {
            return null;
        } else if (conversion != null) {
            return type.cast(conversion.read(row, column, this));
        }
        return type.cast(other == null ? constant(row, column, type) : other.read(row, column));
    }

    /** 0 for NULL. */
    public long getLong(Row row, int column) throws ConversionException {
        if (row.type(column) == ValueType.INTEGER) {
            return row.integer(column);
        }
        return isNull(row, column) ? 0 : NumericConversions.toLong(row, column, "long");
    }

    /** 0 for NULL. */
    public int getInt(Row row, int column) throws ConversionException {
        if (row.type(column) == ValueType.INTEGER) {
            long value = row.integer(column);
            if (value == (int) value) {
                return (int) value;
            }
        }
        return isNull(row, column) ? 0 : toInt(row, column);
    }

    /** 0 for NULL. */
    public short getShort(Row row, int column) throws ConversionException {
        return isNull(row, column) ? 0 : toShort(row, column);
    }

    /** 0 for NULL. */
    public byte getByte(Row row, int column) throws ConversionException {
        return isNull(row, column) ? 0 : toByte(row, column);
    }

    /** 0 for NULL. */
    public double getDouble(Row row, int column) throws ConversionException {
        if (row.type(column) == ValueType.FLOAT) {
            return row.real(column);
        }
        return isNull(row, column) ? 0 : NumericConversions.toDouble(row, column);
    }

    /** 0 for NULL. */
    public float getFloat(Row row, int column) throws ConversionException {
        return isNull(row, column) ? 0 : NumericConversions.toFloat(row, column);
    }

    /** False for NULL. */
    public boolean getBoolean(Row row, int column) throws ConversionException {
        return !isNull(row, column) && NumericConversions.toBoolean(row, column);
    }

    public @Nullable String getString(Row row, int column) throws ConversionException {
        if (row.type(column) == ValueType.TEXT) {
            return row.text(column);
        }
        return isNull(row, column) ? null : text(row, column);
    }

    public byte @Nullable [] getBytes(Row row, int column) throws ConversionException {
        return isNull(row, column) ? null : bytes(row, column);
    }

    /**
     * The cell as its declared type promises: INTEGER and shorter ones an Integer (a Long when it does not fit), DECIMAL a
     * BigDecimal, DATE, TIME and TIMESTAMP a LocalDate, LocalTime and LocalDateTime, and so on. Any column can hold any value, so
     * a value that cannot be read as promised is returned as it is stored: Long, Double, String or byte[]. The same holds for
     * every value without a declared type.
     */
    public @Nullable Object getObject(Row row, int column, DeclaredKind kind) throws ConversionException {
        if (isNull(row, column)) {
            return null;
        }
        Object value = switch (kind) {
            case NATURAL -> null;
            case INT -> declaredInt(row, column);
            case REAL -> row.type(column) == ValueType.INTEGER ? (double) row.integer(column) : null;
            case DECIMAL -> NumericConversions.decimalOrNull(row, column);
            case BOOLEAN -> declaredBoolean(row, column);
            case UUID -> Uuids.of(row, column);
            default -> declaredTemporal(row, column, kind);
        };
        return value == null ? natural(row, column) : value;
    }

    private static @Nullable Integer declaredInt(Row row, int column) {
        if (row.type(column) != ValueType.INTEGER) {
            return null;
        }
        long value = row.integer(column);
        return value == (int) value ? (int) value : null;
    }

    /** Every other number is true to getBoolean, but an object must show which number it is. */
    private static @Nullable Boolean declaredBoolean(Row row, int column) {
        ValueType type = row.type(column);
        return type == ValueType.FLOAT || type == ValueType.INTEGER && row.integer(column) >>> 1 != 0
                ? null
                : NumericConversions.booleanOrNull(row, column);
    }

    private @Nullable Object declaredTemporal(Row row, int column, DeclaredKind kind) throws ConversionException {
        StoredTemporal value = StoredTemporal.of(row, column);
        if (value == null) {
            return null;
        }
        boolean ofTime = kind == DeclaredKind.TIME || kind == DeclaredKind.OFFSET_TIME;
        if (ofTime ? value.time() == null : value.date() == null) {
            return null;
        }
        return switch (kind) {
            case DATE -> value.toLocalDate(zone);
            case TIME -> value.toLocalTime(zone);
            case OFFSET_TIME -> value.toOffsetTime();
            case OFFSET_TIMESTAMP -> value.toOffsetDateTime();
            default -> value.toLocalDateTime(zone);
        };
    }

    /** The value as it is stored. */
    private static Object natural(Row row, int column) {
        return switch (row.type(column)) {
            case INTEGER, UNIXTIME -> row.integer(column);
            case FLOAT -> row.real(column);
            case BOOLEAN -> row.integer(column) != 0;
            case BLOB -> row.bytes(column);
            default -> row.text(column);
        };
    }

    private static int toInt(Row row, int column) throws ConversionException {
        return (int) NumericConversions.toLong(row, column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    private static short toShort(Row row, int column) throws ConversionException {
        return (short) NumericConversions.toLong(row, column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    private static byte toByte(Row row, int column) throws ConversionException {
        return (byte) NumericConversions.toLong(row, column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    private static String text(Row row, int column) throws ConversionException {
        return switch (row.type(column)) {
            case INTEGER, UNIXTIME, BOOLEAN -> Long.toString(row.integer(column));
            case FLOAT -> NumericConversions.toText(row.real(column));
            case BLOB -> decoded(row.bytes(column));
            default -> row.text(column);
        };
    }

    private static String decoded(byte[] blob) throws ConversionException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(blob))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ConversionException.notConvertible("BLOB", "text: it is not UTF-8");
        }
    }

    private static char character(Row row, int column) throws ConversionException {
        String text = text(row, column);
        if (text.length() != 1) {
            throw ConversionException.outOfRange("char");
        }
        return text.charAt(0);
    }

    private static byte[] bytes(Row row, int column) throws ConversionException {
        ValueType type = row.type(column);
        if (type == ValueType.BLOB || type == ValueType.TEXT || type == ValueType.ISO8601) {
            return row.bytes(column);
        }
        throw ConversionException.notConvertible(type.name(), "bytes");
    }

    /**
     * The date or time in a cell.
     *
     * @param target what the error message calls the result
     */
    public StoredTemporal temporal(Row row, int column, String target) throws ConversionException {
        StoredTemporal value = StoredTemporal.read(row, column, target);
        return pointsInTime ? value.orUtc() : value;
    }

    private StoredTemporal timestamp(Row row, int column) throws ConversionException {
        return temporal(row, column, "a timestamp");
    }

    private java.util.Date legacyDate(Row row, int column) throws ConversionException {
        return new java.util.Date(timestamp(row, column).toLegacyMillis(zone.legacy()));
    }

    private Calendar calendar(Row row, int column) throws ConversionException {
        Calendar calendar = new GregorianCalendar((TimeZone) zone.legacy().clone(), Locale.ROOT);
        calendar.setTime(legacyDate(row, column));
        return calendar;
    }

    /** By its name, or by its ordinal number. */
    private static <T> T constant(Row row, int column, Class<T> type) throws ConversionException {
        if (row.type(column) == ValueType.INTEGER) {
            T[] constants = type.getEnumConstants();
            return constants[
                    (int) NumericConversions.toLong(row, column, 0, constants.length - 1L, type.getSimpleName())];
        }
        if (row.type(column) == ValueType.TEXT) {
            String name = row.text(column);
            for (T constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw ConversionException.notConvertible(row.type(column).name(), type.getSimpleName());
    }

    @FunctionalInterface
    private interface Conversion {
        Object read(Row row, int column, ValueReader reader) throws ConversionException;
    }
}
