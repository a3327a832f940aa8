package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.convert.Reader;
import io.github.dqlite4j.wire.Row;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URI;
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
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that are read once, forwards. Not thread-safe. */
final class DqliteResultSet implements ReadOnlyResultSet, ByLabelResultSet, Wrapped {
    private final RowSource source;
    private final Reader reader;
    private final @Nullable DqliteStatement statement;
    private final long maxRows;
    private long row;
    private boolean onRow;
    private boolean ended;
    private boolean wasNull;
    private boolean closed;
    private @Nullable Boolean ahead;

    /** @param maxRows 0 for all */
    DqliteResultSet(RowSource source, Reader reader, @Nullable DqliteStatement statement, long maxRows) {
        this.source = source;
        this.reader = reader;
        this.statement = statement;
        this.maxRows = maxRows;
    }

    private void open() throws SQLException {
        if (closed) {
            throw Errors.closedObject("result set");
        }
    }

    @Override
    public boolean next() throws SQLException {
        open();
        Boolean looked = ahead;
        ahead = null;
        onRow = !ended && (looked != null ? looked : advance());
        if (onRow) {
            row++;
        } else {
            ended = true;
        }
        return onRow;
    }

    private boolean advance() throws SQLException {
        return (maxRows == 0 || row < maxRows) && source.next();
    }

    private Row cell(int column) throws SQLException {
        open();
        if (!onRow) {
            throw new SQLException(ended ? "After the last row" : "Before the first row; call next()", "24000");
        }
        Row current = source.row();
        if (column < 1 || column > current.columnCount()) {
            throw new SQLException("There is no column " + column, "07009");
        }
        wasNull = reader.isNull(current, column - 1);
        return current;
    }

    @Override
    public int findColumn(String label) throws SQLException {
        open();
        List<String> columns = source.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(label)) {
                return i + 1;
            }
        }
        throw new SQLException("There is no column '" + label + "'", "42S22");
    }

    @Override
    public boolean wasNull() throws SQLException {
        open();
        return wasNull;
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        return reader.getString(cell(column), column - 1);
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
        return reader.get(cell(column), column - 1, byte[].class);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        return reader.get(cell(column), column - 1, BigDecimal.class);
    }

    @Override
    @Deprecated
    public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(column);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public @Nullable Date getDate(int column) throws SQLException {
        return reader.getDate(cell(column), column - 1, null);
    }

    @Override
    public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        return reader.getDate(cell(column), column - 1, calendar);
    }

    @Override
    public @Nullable Time getTime(int column) throws SQLException {
        return reader.getTime(cell(column), column - 1, null);
    }

    @Override
    public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        return reader.getTime(cell(column), column - 1, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column) throws SQLException {
        return reader.getTimestamp(cell(column), column - 1, null);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        return reader.getTimestamp(cell(column), column - 1, calendar);
    }

    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        return reader.getObject(cell(column), column - 1, null);
    }

    @Override
    public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        return reader.get(cell(column), column - 1, type);
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
        return stream(text == null ? null : text.getBytes(StandardCharsets.US_ASCII));
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
        String text = getString(column);
        try {
            return text == null ? null : URI.create(text).toURL();
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw new SQLDataException("No URL: " + e.getMessage(), "22018", e);
        }
    }

    @Override
    public Blob getBlob(int column) throws SQLException {
        throw Errors.unsupported("A locator of large bytes");
    }

    @Override
    public Clob getClob(int column) throws SQLException {
        throw Errors.unsupported("A locator of a large text");
    }

    @Override
    public NClob getNClob(int column) throws SQLException {
        throw Errors.unsupported("A locator of a large text");
    }

    @Override
    public SQLXML getSQLXML(int column) throws SQLException {
        throw Errors.unsupported("The type XML");
    }

    @Override
    public Array getArray(int column) throws SQLException {
        throw Errors.unsupported("The type ARRAY");
    }

    @Override
    public Ref getRef(int column) throws SQLException {
        throw Errors.unsupported("The type REF");
    }

    @Override
    public RowId getRowId(int column) throws SQLException {
        throw Errors.unsupported("A row id object");
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        open();
        List<String> columns = source.columns();
        if (!onRow && !ended && ahead == null) {
            ahead = advance();
        }
        List<Integer> types = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            types.add(onRow || Boolean.TRUE.equals(ahead) ? type(source.row(), i) : Types.NULL);
        }
        return new DqliteResultSetMetaData(columns, types);
    }

    private static int type(Row row, int column) {
        return switch (row.type(column)) {
            case INTEGER -> Types.BIGINT;
            case FLOAT -> Types.DOUBLE;
            case TEXT -> Types.VARCHAR;
            case BLOB -> Types.BLOB;
            case NULL -> Types.NULL;
            case BOOLEAN -> Types.BOOLEAN;
            case UNIXTIME, ISO8601 -> Types.TIMESTAMP;
        };
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            source.close();
            if (statement != null) {
                statement.resultClosed();
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        open();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        open();
    }

    @Override
    public String getCursorName() throws SQLException {
        throw Errors.unsupported("A named cursor");
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        open();
        if (row > 0 || ended) {
            return false;
        }
        if (ahead == null) {
            ahead = advance();
        }
        return ahead;
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        open();
        return ended && row > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        open();
        return onRow && row == 1;
    }

    @Override
    public boolean isLast() throws SQLException {
        throw forward();
    }

    private SQLException forward() {
        return Errors.usage(String.format(Locale.ROOT, "The result is read forwards only (row %d)", row));
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw forward();
    }

    @Override
    public void afterLast() throws SQLException {
        throw forward();
    }

    @Override
    public boolean first() throws SQLException {
        throw forward();
    }

    @Override
    public boolean last() throws SQLException {
        throw forward();
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        throw forward();
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        throw forward();
    }

    @Override
    public boolean previous() throws SQLException {
        throw forward();
    }

    @Override
    public int getRow() throws SQLException {
        open();
        return onRow ? (int) row : 0;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        open();
        if (direction != FETCH_FORWARD) {
            throw forward();
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        open();
        return FETCH_FORWARD;
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        open();
        if (rows < 0) {
            throw Errors.usage("A fetch size cannot be negative");
        }
    }

    @Override
    public int getFetchSize() throws SQLException {
        open();
        return 0;
    }

    @Override
    public int getType() throws SQLException {
        open();
        return TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() throws SQLException {
        open();
        return CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() throws SQLException {
        open();
        return HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        open();
        return false;
    }

    @Override
    public boolean rowInserted() throws SQLException {
        open();
        return false;
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        open();
        return false;
    }

    @Override
    public @Nullable DqliteStatement getStatement() throws SQLException {
        open();
        return statement;
    }
}
