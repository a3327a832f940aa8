package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.wire.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of inserted rows, in memory. The rows are not to be changed. */
record KeyRows(List<String> columns, List<List<@Nullable Object>> rows) {
    static final KeyRows NONE = new KeyRows(List.of("GENERATED_KEY"), List.of());

    static KeyRows one(String column, long key) {
        return new KeyRows(List.of(column), List.of(List.of(key)));
    }

    /** What these rows hold; they are closed. */
    static KeyRows drain(RowStream stream) throws SQLException {
        try {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (stream.next()) {
                Row row = stream.row();
                List<@Nullable Object> values = new ArrayList<>(row.columnCount());
                for (int i = 0; i < row.columnCount(); i++) {
                    values.add(value(row, i));
                }
                rows.add(values);
            }
            return new KeyRows(stream.columns(), rows);
        } finally {
            stream.close();
        }
    }

    private static @Nullable Object value(Row row, int column) {
        return switch (row.type(column)) {
            case NULL -> null;
            case INTEGER, UNIXTIME, BOOLEAN -> row.integer(column);
            case FLOAT -> row.real(column);
            case TEXT -> row.text(column);
            case ISO8601 -> row.text(column).isEmpty() ? null : row.text(column);
            case BLOB -> row.bytes(column);
        };
    }

    /** All rows of all parts, in order, under the columns of the first part that has any. */
    static KeyRows join(List<KeyRows> parts) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> columns = NONE.columns();
        for (KeyRows part : parts) {
            if (rows.isEmpty()) {
                columns = part.columns();
            }
            rows.addAll(part.rows());
        }
        return new KeyRows(columns, rows);
    }

    int size() {
        return rows.size();
    }

    /** A cursor before the first row. */
    RowSource source() {
        return new MemoryRows(columns, rows);
    }
}
