package io.github.dqlite4j.jdbc.convert;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.large.MemoryBlob;
import io.github.dqlite4j.jdbc.large.MemoryClob;
import io.github.dqlite4j.value.ConnectionZone;
import io.github.dqlite4j.value.ConversionException;
import io.github.dqlite4j.value.DeclaredKind;
import io.github.dqlite4j.value.LegacyDates;
import io.github.dqlite4j.value.NumericConversions;
import io.github.dqlite4j.value.StoredTemporal;
import io.github.dqlite4j.value.ValueReader;
import io.github.dqlite4j.wire.Row;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Reads cells for JDBC: adds {@code java.sql} types, streams and large objects to {@link ValueReader}, and throws its errors as
 * {@link SQLException}. Columns count from zero. Immutable and thread-safe.
 */
public final class ColumnReader {
    /** Each is called with a cell that is not NULL. */
    private static final Map<Class<?>, Conversion> CONVERSIONS = Map.of(
            Date.class, (reader, row, column) -> reader.date(row, column, null),
            Time.class, (reader, row, column) -> reader.time(row, column, null),
            Timestamp.class, (reader, row, column) -> reader.timestamp(row, column, null),
            InputStream.class, (reader, row, column) -> new ByteArrayInputStream(reader.bytes(row, column)),
            java.io.Reader.class, (reader, row, column) -> new StringReader(reader.text(row, column)),
            Blob.class, (reader, row, column) -> new MemoryBlob(reader.bytes(row, column)),
            Clob.class, (reader, row, column) -> new MemoryClob(reader.text(row, column)),
            NClob.class, (reader, row, column) -> new MemoryClob(reader.text(row, column)));

    private static final Set<Class<?>> TEMPORAL = Set.of(
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            Date.class,
            Time.class,
            Timestamp.class,
            java.util.Date.class,
            Calendar.class);

    private final ConnectionZone zone;
    private final ValueReader values;
    private final ColumnReader pointsInTime;

    /**
     * @param zone turns wall times into instants and back where neither the value nor a Calendar says the zone; null for the JVM's
     *     default zone at the time of each call
     */
    public ColumnReader(@Nullable ZoneId zone) {
        this.zone = ConnectionZone.of(zone);
        this.values = new ValueReader(this.zone, false);
        this.pointsInTime = new ColumnReader(this.zone, new ValueReader(this.zone, true));
    }

    private ColumnReader(ConnectionZone zone, ValueReader values) {
        this.zone = zone;
        this.values = values;
        this.pointsInTime = this;
    }

    /** For a column of this declared type: if it is one WITH TIME ZONE, a text without an offset is UTC. */
    public ColumnReader forColumn(@Nullable String declaredType) {
        return DeclaredKind.of(declaredType) == DeclaredKind.OFFSET_TIMESTAMP ? pointsInTime : this;
    }

    /** Whether it matters for this class whether the column is declared WITH TIME ZONE. */
    public static boolean isTemporal(Class<?> type) {
        return TEMPORAL.contains(type);
    }

    /** Whether the cell is NULL. */
    public boolean isNull(Row row, int column) {
        return values.isNull(row, column);
    }

    /** The cell as this class, or null for NULL. */
    public <T> @Nullable T get(Row row, int column, Class<T> type) throws SQLException {
        Conversion conversion = CONVERSIONS.get(type);
        try {
            if (conversion == null) {
                return values.get(row, column, type);
            }
            return isNull(row, column) ? null : type.cast(conversion.read(this, row, column));
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** 0 for NULL. */
    public long getLong(Row row, int column) throws SQLException {
        try {
            return values.getLong(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** 0 for NULL. */
    public int getInt(Row row, int column) throws SQLException {
        try {
            return values.getInt(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** 0 for NULL. */
    public short getShort(Row row, int column) throws SQLException {
        try {
            return values.getShort(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** 0 for NULL. */
    public byte getByte(Row row, int column) throws SQLException {
        try {
            return values.getByte(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** 0 for NULL. */
    public double getDouble(Row row, int column) throws SQLException {
        try {
            return values.getDouble(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** 0 for NULL. */
    public float getFloat(Row row, int column) throws SQLException {
        try {
            return values.getFloat(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** False for NULL. */
    public boolean getBoolean(Row row, int column) throws SQLException {
        try {
            return values.getBoolean(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    public @Nullable String getString(Row row, int column) throws SQLException {
        try {
            return values.getString(row, column);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** The number rounded half up to so many digits after the point, or null for NULL. */
    public @Nullable BigDecimal getRounded(Row row, int column, int scale) throws SQLException {
        try {
            BigDecimal value = values.get(row, column, BigDecimal.class);
            return value == null ? null : NumericConversions.toScale(value, scale);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /**
     * The cell as {@link ValueReader#getObject} returns it, with {@link Date}, {@link Time} and {@link Timestamp} for DATE, TIME and
     * TIMESTAMP.
     */
    public @Nullable Object getObject(Row row, int column, @Nullable String declaredType) throws SQLException {
        DeclaredKind kind = DeclaredKind.of(declaredType);
        try {
            if (kind == DeclaredKind.DATE || kind == DeclaredKind.TIME || kind == DeclaredKind.TIMESTAMP) {
                return isNull(row, column) ? null : declared(row, column, kind);
            }
            return values.getObject(row, column, kind);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** A value that is not of the declared kind is returned as it is stored. */
    private @Nullable Object declared(Row row, int column, DeclaredKind kind) throws ConversionException {
        StoredTemporal value = StoredTemporal.of(row, column);
        if (value != null && kind == DeclaredKind.TIMESTAMP) {
            return timestamp(value, zone.legacy());
        } else if (value != null && kind == DeclaredKind.DATE && value.date() != null) {
            return date(value, TimeZone.getDefault());
        } else if (value != null && kind == DeclaredKind.TIME && value.time() != null) {
            return time(value, TimeZone.getDefault());
        }
        return values.getObject(row, column, DeclaredKind.NATURAL);
    }

    /** The date at midnight in the calendar's zone, or the JVM's, where {@link Date#toString} shows it. */
    public @Nullable Date getDate(Row row, int column, @Nullable Calendar calendar) throws SQLException {
        try {
            return isNull(row, column) ? null : date(row, column, calendar);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** The time on 1970-01-01 in the calendar's zone, or the JVM's, where {@link Time#toString} shows it. */
    public @Nullable Time getTime(Row row, int column, @Nullable Calendar calendar) throws SQLException {
        try {
            return isNull(row, column) ? null : time(row, column, calendar);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** The instant. A text without an offset is in the calendar's zone, or the connection's. */
    public @Nullable Timestamp getTimestamp(Row row, int column, @Nullable Calendar calendar) throws SQLException {
        try {
            return isNull(row, column) ? null : timestamp(row, column, calendar);
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    private Date date(Row row, int column, @Nullable Calendar calendar) throws ConversionException {
        return date(values.temporal(row, column, "a date"), zone(calendar));
    }

    private static Date date(StoredTemporal value, TimeZone zone) throws ConversionException {
        return new Date(LegacyDates.millis(value.toLegacyDate(zone).atStartOfDay(), zone));
    }

    private Time time(Row row, int column, @Nullable Calendar calendar) throws ConversionException {
        return time(values.temporal(row, column, "a time"), zone(calendar));
    }

    /** In whole milliseconds: {@link Time} holds no more. */
    private static Time time(StoredTemporal value, TimeZone zone) throws ConversionException {
        return new Time(LegacyDates.millis(value.toLegacyTime(zone).atDate(LocalDate.EPOCH), zone));
    }

    private static TimeZone zone(@Nullable Calendar calendar) {
        return calendar == null ? TimeZone.getDefault() : calendar.getTimeZone();
    }

    private Timestamp timestamp(Row row, int column, @Nullable Calendar calendar) throws ConversionException {
        return timestamp(
                values.temporal(row, column, "a timestamp"), calendar == null ? zone.legacy() : calendar.getTimeZone());
    }

    private static Timestamp timestamp(StoredTemporal value, TimeZone zone) {
        Timestamp timestamp = new Timestamp(value.toLegacyMillis(zone));
        timestamp.setNanos(value.nano());
        return timestamp;
    }

    private byte[] bytes(Row row, int column) throws ConversionException {
        return Objects.requireNonNull(values.getBytes(row, column));
    }

    private String text(Row row, int column) throws ConversionException {
        return Objects.requireNonNull(values.getString(row, column));
    }

    @FunctionalInterface
    private interface Conversion {
        Object read(ColumnReader reader, Row row, int column) throws ConversionException;
    }
}
