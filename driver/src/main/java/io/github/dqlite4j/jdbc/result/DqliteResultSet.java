package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.jdbc.convert.DeclaredColumns;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.large.MemoryBlob;
import io.github.dqlite4j.jdbc.large.MemoryClob;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, or generated keys. One thread reads it; any thread may close it meanwhile.
 */
public final class DqliteResultSet implements NavigableResultSet, ReadOnlyResultSet, ByLabelResultSet, SelfWrapper {
    private final Cursor cursor;
    private final ColumnReader reader;
    private final @Nullable OwningStatement statement;
    private @Nullable ColumnLabels labels;
    private final int maxFieldSize;
    private int fetchDirection = FETCH_FORWARD;
    private int fetchSize;
    private @Nullable DeclaredColumns declared;
    private boolean wasNull;
    private volatile boolean closed;

    /** @param maxFieldSize the bytes after which texts and blobs are cut, 0 for none */
    public DqliteResultSet(Cursor cursor, ColumnReader reader, @Nullable OwningStatement statement, int maxFieldSize) {
        this.cursor = cursor;
        this.reader = reader;
        this.statement = statement;
        this.maxFieldSize = maxFieldSize;
    }

    @Override
    public Cursor cursor() throws SQLException {
        if (isClosed()) {
            throw SqlExceptions.closedObject("result set");
        }
        return cursor;
    }

    private Row cell(int column) throws SQLException {
        Row current = cursor().row();
        if (column < 1 || column > current.columnCount()) {
            throw new SQLException("There is no column " + column, "07009");
        }
        wasNull = reader.isNull(current, column - 1);
        return current;
    }

    @Override
    public int findColumn(@Nullable String label) throws SQLException {
        ColumnLabels known = labels;
        if (known == null) {
            known = new ColumnLabels(cursor().columns());
            labels = known;
        }
        cursor();
        return known.find(label);
    }

    /** Cut to the greatest field size. */
    private <T> @Nullable T limited(Row row, int column, @Nullable T value) {
        return maxFieldSize == 0 ? value : FieldLimit.cut(value, row.type(column - 1), maxFieldSize);
    }

    @Override
    public boolean wasNull() throws SQLException {
        cursor();
        return wasNull;
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        Row row = cell(column);
        ValueType type = row.type(column - 1);
        String decimal = type == ValueType.INTEGER || type == ValueType.FLOAT
                ? declared().text(row, column - 1)
                : null;
        return decimal == null ? limited(row, column, reader.getString(row, column - 1)) : decimal;
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        return reader.getBoolean(cell(column), column - 1);
    }

    @Override
    public byte getByte(int column) throws SQLException {
        return reader.getByte(cell(column), column - 1);
    }

    @Override
    public short getShort(int column) throws SQLException {
        return reader.getShort(cell(column), column - 1);
    }

    @Override
    public int getInt(int column) throws SQLException {
        return reader.getInt(cell(column), column - 1);
    }

    @Override
    public long getLong(int column) throws SQLException {
        return reader.getLong(cell(column), column - 1);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return reader.getFloat(cell(column), column - 1);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return reader.getDouble(cell(column), column - 1);
    }

    @Override
    public byte @Nullable [] getBytes(int column) throws SQLException {
        Row row = cell(column);
        return limited(row, column, reader.get(row, column - 1, byte[].class));
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        BigDecimal value = reader.get(cell(column), column - 1, BigDecimal.class);
        return value == null ? null : declared().scaled(value, column - 1);
    }

    @Override
    @Deprecated
    public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        return reader.getRounded(cell(column), column - 1, scale);
    }

    @Override
    public @Nullable Date getDate(int column) throws SQLException {
        Row row = cell(column);
        return temporal(column).getDate(row, column - 1, null);
    }

    @Override
    public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        Row row = cell(column);
        return temporal(column).getDate(row, column - 1, calendar);
    }

    @Override
    public @Nullable Time getTime(int column) throws SQLException {
        Row row = cell(column);
        return temporal(column).getTime(row, column - 1, null);
    }

    @Override
    public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        Row row = cell(column);
        return temporal(column).getTime(row, column - 1, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column) throws SQLException {
        Row row = cell(column);
        return temporal(column).getTimestamp(row, column - 1, null);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        Row row = cell(column);
        return temporal(column).getTimestamp(row, column - 1, calendar);
    }

    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        Row row = cell(column);
        return limited(row, column, declared().object(reader, row, column - 1));
    }

    private ColumnReader temporal(int column) {
        return reader.forColumn(declared().name(column - 1));
    }

    private DeclaredColumns declared() {
        if (declared == null) {
            declared = new DeclaredColumns(cursor.columns().size(), cursor::origin);
        }
        return declared;
    }

    @Override
    public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        Row row = cell(column);
        boolean declaredMatters = DeclaredColumns.matterFor(type);
        return limited(
                row,
                column,
                declaredMatters ? declared().get(reader, row, column - 1, type) : reader.get(row, column - 1, type));
    }

    @Override
    public @Nullable Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
        return getObject(column);
    }

    private @Nullable InputStream stream(byte @Nullable [] bytes) {
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public @Nullable InputStream getBinaryStream(int column) throws SQLException {
        return stream(getBytes(column));
    }

    @Override
    public @Nullable InputStream getAsciiStream(int column) throws SQLException {
        String text = getString(column);
        return stream(text == null ? null : MemoryClob.ascii(text));
    }

    @Override
    @Deprecated
    public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        String text = getString(column);
        return stream(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public java.io.@Nullable Reader getCharacterStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public java.io.@Nullable Reader getNCharacterStream(int column) throws SQLException {
        return getCharacterStream(column);
    }

    @Override
    public @Nullable String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    public @Nullable URL getURL(int column) throws SQLException {
        return reader.get(cell(column), column - 1, URL.class);
    }

    @Override
    public @Nullable Blob getBlob(int column) throws SQLException {
        byte[] bytes = getBytes(column);
        return bytes == null ? null : new MemoryBlob(bytes);
    }

    @Override
    public @Nullable Clob getClob(int column) throws SQLException {
        return getNClob(column);
    }

    @Override
    public @Nullable NClob getNClob(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new MemoryClob(text);
    }

    @Override
    public SQLXML getSQLXML(int column) throws SQLException {
        throw SqlExceptions.unsupported("The type XML");
    }

    @Override
    public Array getArray(int column) throws SQLException {
        throw SqlExceptions.unsupported("The type ARRAY");
    }

    @Override
    public Ref getRef(int column) throws SQLException {
        throw SqlExceptions.unsupported("The type REF");
    }

    @Override
    public RowId getRowId(int column) throws SQLException {
        throw SqlExceptions.unsupported("A row id object");
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return DqliteResultSetMetaData.of(cursor());
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            cursor.close();
            if (statement != null) {
                statement.resultClosed();
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed || statement != null && statement.isConnectionClosed();
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        cursor();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        cursor();
    }

    @Override
    public String getCursorName() throws SQLException {
        throw SqlExceptions.unsupported("A named cursor");
    }

    /** A hint; rows are read as the application moves. */
    @Override
    public void setFetchDirection(int direction) throws SQLException {
        int type = cursor().type();
        if (direction != FETCH_FORWARD && direction != FETCH_REVERSE && direction != FETCH_UNKNOWN) {
            throw SqlExceptions.usage("There is no fetch direction " + direction);
        }
        if (direction != FETCH_FORWARD && type == TYPE_FORWARD_ONLY) {
            throw SqlExceptions.usage("This result is read forwards only");
        }
        fetchDirection = direction;
    }

    @Override
    public int getFetchDirection() throws SQLException {
        cursor();
        return fetchDirection;
    }

    /** A hint: the server decides how many rows a message carries. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        cursor();
        if (rows < 0) {
            throw SqlExceptions.usage("A fetch size cannot be negative");
        }
        fetchSize = rows;
    }

    @Override
    public int getFetchSize() throws SQLException {
        cursor();
        return fetchSize;
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        cursor();
        return statement;
    }
}
