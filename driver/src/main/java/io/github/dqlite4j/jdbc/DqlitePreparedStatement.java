package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
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
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement with parameters, prepared on the server when it is first executed and kept there by the session. */
final class DqlitePreparedStatement extends DqliteStatement implements PreparedStatement {
    private static final Object UNSET = new Object();

    private final SqlStatement sql;
    private final KeyRequest request;
    private final BatchExecution batching;
    private final @Nullable Object[] values;
    private final List<@Nullable Object> valuesNow;
    private final List<List<@Nullable Object>> batch = new ArrayList<>();
    private @Nullable MultiRowInsert shape;
    private boolean shapeKnown;

    DqlitePreparedStatement(DqliteConnection connection, String text, ResultKind kind, KeyRequest request)
            throws SQLException {
        super(connection, kind, true);
        List<SqlStatement> statements = connection.parse(text, true).statements();
        if (statements.size() != 1) {
            throw SqlExceptions.usage("A prepared statement is one statement; this text holds " + statements.size());
        }
        this.sql = statements.get(0);
        this.request = request;
        this.batching = new BatchExecution(connection.session());
        this.values = new Object[sql.parameterCount()];
        this.valuesNow = Collections.unmodifiableList(Arrays.asList(values));
        Arrays.fill(values, UNSET);
    }

    @Override
    void textAllowed() throws SQLException {
        open();
        throw SqlExceptions.usage("A prepared statement has its own text");
    }

    private void set(int index, @Nullable Object value) throws SQLException {
        open();
        if (index < 1 || index > values.length) {
            throw new SQLException("There is no parameter " + index + " among " + values.length, "07009");
        }
        values[index - 1] = value;
    }

    /** As they are set now: encoded before the execution returns, so it needs no copy. */
    private List<@Nullable Object> parameters() throws SQLException {
        open();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == UNSET) {
                throw new SQLException("Parameter " + (i + 1) + " is not set", "07001");
            }
        }
        return valuesNow;
    }

    @Override
    public boolean execute() throws SQLException {
        return run(sql, parameters(), request);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return rows(sql, parameters());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return narrow(executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return update(sql, parameters(), request);
    }

    @Override
    public void addBatch() throws SQLException {
        batch.add(new ArrayList<>(parameters()));
    }

    @Override
    public void clearBatch() throws SQLException {
        open();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        open();
        List<List<@Nullable Object>> rows = List.copyOf(batch);
        batch.clear();
        endResults();
        return done(batching.rows(
                sql,
                request.isNone() && rows.size() > 1 ? shape() : null,
                rows,
                timeoutSeconds(),
                this,
                i -> step(sql, rows.get(i), request)));
    }

    private @Nullable MultiRowInsert shape() {
        if (!shapeKnown) {
            shape = MultiRowInsert.of(sql).orElse(null);
            shapeKnown = true;
        }
        return shape;
    }

    @Override
    public void clearParameters() throws SQLException {
        open();
        Arrays.fill(values, UNSET);
    }

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
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        set(index, connection.binder().bind(value));
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
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        set(index, connection.binder().bind(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type) throws SQLException {
        set(index, connection.binder().bind(value, type, -1));
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
        set(index, connection.binder().bind(value, type, scale));
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
        set(index, value == null ? null : connection.binder().bind(value, calendar));
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
            throw new SQLDataException("The stream failed: " + e.getMessage(), "22000", e);
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
            throw new SQLDataException("The reader failed: " + e.getMessage(), "22000", e);
        }
    }

    private static void complete(long read, long announced) throws SQLException {
        if (announced >= 0 && read != announced) {
            throw new SQLDataException("The stream ended after " + read + " of " + announced, "22000");
        }
    }

    /** Those of the open result, or else the columns that the query would yield; null if it is none. */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        open();
        ResultSet rows = getResultSet();
        return rows == null || rows.isClosed() ? connection.catalog().describe(sql) : rows.getMetaData();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        open();
        return new DqliteParameterMetaData(connection.catalog().parameters(sql));
    }

    @Override
    public void close() throws SQLException {
        boolean first = !isClosed();
        super.close();
        if (first) {
            connection.owner().closed(this);
        }
    }

    @Override
    public String toString() {
        return sql.text();
    }
}
