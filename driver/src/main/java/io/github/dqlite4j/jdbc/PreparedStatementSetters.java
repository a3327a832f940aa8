package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.convert.ParameterColumns;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.result.ResultKind;
import io.github.dqlite4j.report.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of a prepared statement. Each converts its value to a type that SQLite stores, and passes it to {@link #set}. */
abstract class PreparedStatementSetters extends DqliteStatement implements PreparedStatement {
    PreparedStatementSetters(DqliteConnection connection, ResultKind kind) {
        super(connection, kind, true);
    }

    /**
     * Sets a parameter.
     *
     * @param index counts from 1
     * @param value null, Long, Double, String or byte[]
     */
    abstract void set(int index, @Nullable Object value) throws SQLException;

    /** The columns that decide how some values are stored. */
    abstract ParameterColumns columns();

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, columns().decimal(index, connection.binder().bind(value)));
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        setStored(index, connection.binder().bind(value));
    }

    @Override
    public void setBytes(int index, byte @Nullable [] value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        setTimestamp(index, value, null);
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        set(
                index,
                ParameterColumns.isPlain(value)
                        ? connection.binder().bind(value)
                        : columns().bind(index, value));
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type) throws SQLException {
        setObject(index, value, type, -1);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        setObject(index, value, number(type), -1);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type, int scale) throws SQLException {
        setObject(index, value, number(type), scale);
    }

    private static int number(@Nullable SQLType type) throws SQLException {
        if (type == null) {
            throw SqlExceptions.usage("The type is null");
        }
        Integer number = type.getVendorTypeNumber();
        if (number == null) {
            throw new SQLException("There is no conversion to the SQL type " + type.getName(), "07006");
        }
        return number;
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type, int scale) throws SQLException {
        set(index, columns().bind(index, value, type, scale));
    }

    private void setStored(int index, @Nullable Object stored) throws SQLException {
        set(
                index,
                stored instanceof String text && !ParameterColumns.isShort(text)
                        ? columns().text(index, text)
                        : stored);
    }

    @Override
    public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        set(index, value == null ? null : connection.binder().bind(value, calendar));
    }

    @Override
    public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        set(index, value == null ? null : connection.binder().bind(value, calendar));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        set(
                index,
                value != null && columns().jdbcType(index) == Types.TIMESTAMP_WITH_TIMEZONE
                        ? connection.binder().bind(value, Types.TIMESTAMP_WITH_TIMEZONE, -1)
                        : connection.binder().bind(value, calendar));
    }

    @Override
    public void setNull(int index, int type) throws SQLException {
        set(index, null);
    }

    @Override
    public void setNull(int index, int type, String name) throws SQLException {
        set(index, null);
    }

    @Override
    public void setNString(int index, @Nullable String value) throws SQLException {
        setString(index, value);
    }

    @Override
    public void setURL(int index, @Nullable URL value) throws SQLException {
        setString(index, value == null ? null : value.toString());
    }

    @Override
    public void setBlob(int index, @Nullable Blob value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setClob(int index, @Nullable Clob value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setNClob(int index, @Nullable NClob value) throws SQLException {
        setClob(index, (Clob) value);
    }

    @Override
    public void setBlob(int index, @Nullable InputStream stream) throws SQLException {
        set(index, bytes(stream, -1));
    }

    @Override
    public void setBlob(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, bytes(stream, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream stream) throws SQLException {
        set(index, bytes(stream, -1));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, bytes(stream, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        set(index, bytes(stream, length));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream stream) throws SQLException {
        set(index, ascii(stream, -1));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        set(index, ascii(stream, length));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, ascii(stream, length));
    }

    @Override
    public void setClob(int index, @Nullable Reader reader) throws SQLException {
        setString(index, text(reader, -1));
    }

    @Override
    public void setClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setString(index, text(reader, length));
    }

    @Override
    public void setNClob(int index, @Nullable Reader reader) throws SQLException {
        setString(index, text(reader, -1));
    }

    @Override
    public void setNClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setString(index, text(reader, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setString(index, text(reader, -1));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setString(index, text(reader, length));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setString(index, text(reader, -1));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setString(index, text(reader, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader, int length) throws SQLException {
        setString(index, text(reader, length));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        byte[] bytes = bytes(stream, length);
        setString(index, bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void setArray(int index, Array value) throws SQLException {
        throw SqlExceptions.unsupported("The type ARRAY");
    }

    @Override
    public void setRef(int index, Ref value) throws SQLException {
        throw SqlExceptions.unsupported("The type REF");
    }

    @Override
    public void setRowId(int index, RowId value) throws SQLException {
        throw SqlExceptions.unsupported("A row id object");
    }

    @Override
    public void setSQLXML(int index, SQLXML value) throws SQLException {
        throw SqlExceptions.unsupported("The type XML");
    }

    private static byte @Nullable [] bytes(@Nullable InputStream stream, long length) throws SQLException {
        if (stream == null) {
            return null;
        }
        try {
            byte[] bytes =
                    length < 0 ? stream.readAllBytes() : stream.readNBytes((int) Math.min(length, Integer.MAX_VALUE));
            complete(bytes.length, length);
            return bytes;
        } catch (IOException e) {
            throw new SQLDataException("The stream failed: " + PrintableText.of(e.getMessage()), "22000", e);
        }
    }

    private static @Nullable String ascii(@Nullable InputStream stream, long length) throws SQLException {
        byte[] bytes = bytes(stream, length);
        return bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII);
    }

    private static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
        if (reader == null) {
            return null;
        }
        try {
            StringWriter text = new StringWriter();
            char[] part = new char[4096];
            long left = length < 0 ? Long.MAX_VALUE : length;
            while (left > 0) {
                int read = reader.read(part, 0, (int) Math.min(part.length, left));
                if (read < 0) {
                    break;
                }
                text.write(part, 0, read);
                left -= read;
            }
            complete(text.getBuffer().length(), length);
            return text.toString();
        } catch (IOException e) {
            throw new SQLDataException("The reader failed: " + PrintableText.of(e.getMessage()), "22000", e);
        }
    }

    private static void complete(long read, long announced) throws SQLException {
        if (announced >= 0 && read != announced) {
            throw new SQLDataException("The stream ended after " + read + " of " + announced, "22000");
        }
    }
}
