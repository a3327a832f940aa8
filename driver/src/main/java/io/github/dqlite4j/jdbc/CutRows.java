package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Rows in which texts and blobs are cut to a length, in characters or bytes. */
final class CutRows implements RowSource, Row {
    private final RowSource whole;
    private final int length;

    CutRows(RowSource whole, int length) {
        this.whole = whole;
        this.length = length;
    }

    @Override
    public List<String> columns() {
        return whole.columns();
    }

    @Override
    public boolean next() throws SQLException {
        return whole.next();
    }

    @Override
    public Row row() {
        return this;
    }

    @Override
    public void close() throws SQLException {
        whole.close();
    }

    @Override
    public int columnCount() {
        return whole.row().columnCount();
    }

    @Override
    public ValueType type(int column) {
        return whole.row().type(column);
    }

    @Override
    public long integer(int column) {
        return whole.row().integer(column);
    }

    @Override
    public double real(int column) {
        return whole.row().real(column);
    }

    @Override
    public String text(int column) {
        String text = whole.row().text(column);
        if (text.length() <= length || type(column) != ValueType.TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    @Override
    public byte[] bytes(int column) {
        byte[] bytes = whole.row().bytes(column);
        return bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
    }
}
