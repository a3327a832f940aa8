package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in memory, of String, Integer, Long, Boolean, Double, {@code byte[]} and null. */
public final class BufferedRows implements RowSource, Row {
    private final List<String> columns;
    private final List<? extends @Nullable ColumnOrigin> origins;
    private final List<List<@Nullable Object>> rows;
    private int position = -1;

    /** @param origins where the columns come from; null for those that are no columns of tables */
    public BufferedRows(
            List<String> columns, List<? extends @Nullable ColumnOrigin> origins, List<List<@Nullable Object>> rows) {
        this.columns = columns;
        this.origins = origins;
        this.rows = rows;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable ColumnOrigin origin(int column) {
        return origins.get(column);
    }

    @Override
    public boolean next() {
        if (position < rows.size()) {
            position++;
        }
        return position < rows.size();
    }

    @Override
    public boolean hasNext() {
        return position + 1 < rows.size();
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
        return columns.size();
    }

    private @Nullable Object cell(int column) {
        return rows.get(position).get(column);
    }

    @Override
    public ValueType type(int column) {
        Object cell = cell(column);
        if (cell == null) {
            return ValueType.NULL;
        }
        if (cell instanceof Boolean) {
            return ValueType.BOOLEAN;
        } else if (cell instanceof String) {
            return ValueType.TEXT;
        } else if (cell instanceof Double) {
            return ValueType.FLOAT;
        }
        return cell instanceof byte[] ? ValueType.BLOB : ValueType.INTEGER;
    }

    @Override
    public long integer(int column) {
        Object cell = cell(column);
        if (cell instanceof Boolean flag) {
            return flag ? 1 : 0;
        } else if (cell instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("No INTEGER");
    }

    @Override
    public double real(int column) {
        if (cell(column) instanceof Double number) {
            return number;
        }
        throw new IllegalStateException("No REAL");
    }

    @Override
    public String text(int column) {
        return String.valueOf(cell(column));
    }

    @Override
    public byte[] bytes(int column) {
        return cell(column) instanceof byte[] bytes
                ? bytes.clone()
                : text(column).getBytes(StandardCharsets.UTF_8);
    }
}
