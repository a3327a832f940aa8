package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.util.List;

/** Generated keys: one INTEGER column. */
final class KeyRows implements RowSource, Row {
    static final String COLUMN = "GENERATED_KEY";

    private final List<Long> keys;
    private int position = -1;

    KeyRows(List<Long> keys) {
        this.keys = List.copyOf(keys);
    }

    @Override
    public List<String> columns() {
        return List.of(COLUMN);
    }

    @Override
    public boolean next() {
        if (position < keys.size()) {
            position++;
        }
        return position < keys.size();
    }

    @Override
    public boolean hasNext() {
        return position + 1 < keys.size();
    }

    @Override
    public Row row() {
        return this;
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}

    @Override
    public int columnCount() {
        return 1;
    }

    @Override
    public ValueType type(int column) {
        return ValueType.INTEGER;
    }

    @Override
    public long integer(int column) {
        return keys.get(position);
    }

    @Override
    public double real(int column) {
        throw new IllegalStateException("An INTEGER");
    }

    @Override
    public String text(int column) {
        throw new IllegalStateException("An INTEGER");
    }

    @Override
    public byte[] bytes(int column) {
        throw new IllegalStateException("An INTEGER");
    }
}
