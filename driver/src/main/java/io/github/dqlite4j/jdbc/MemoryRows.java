package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.metadata.AnswerColumn;
import io.github.dqlite4j.sql.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that the driver made itself, of String, Integer, Long, Boolean and null. */
final class MemoryRows implements RowSource, Row {
    private final List<AnswerColumn> columns;
    private final List<List<@Nullable Object>> rows;
    private int position = -1;

    MemoryRows(List<AnswerColumn> columns, List<List<@Nullable Object>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    @Override
    public List<String> columns() {
        return columns.stream().map(AnswerColumn::name).toList();
    }

    @Override
    public ColumnOrigin origin(int column) {
        AnswerColumn answer = columns.get(column);
        return new ColumnOrigin("", answer.name(), answer.declaredType(), false, false);
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
        }
        return cell instanceof String ? ValueType.TEXT : ValueType.INTEGER;
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
        throw new IllegalStateException("No REAL");
    }

    @Override
    public String text(int column) {
        return String.valueOf(cell(column));
    }

    @Override
    public byte[] bytes(int column) {
        return text(column).getBytes(StandardCharsets.UTF_8);
    }
}
