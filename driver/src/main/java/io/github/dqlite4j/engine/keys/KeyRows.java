package io.github.dqlite4j.engine.keys;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.BufferedRows;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.result.RowSource;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of inserted rows, in memory. The rows are not to be changed.
 *
 * @param origins where the columns come from; null for those that are not known, and for the rowid: as a key it is a long
 *     whatever the column is declared as
 */
public record KeyRows(List<String> columns, List<@Nullable ColumnOrigin> origins, List<List<@Nullable Object>> rows) {
    public static final KeyRows NONE =
            new KeyRows(List.of("GENERATED_KEY"), Collections.singletonList(null), List.of());

    static KeyRows one(String column, long key) {
        return new KeyRows(List.of(column), Collections.singletonList(null), List.of(List.of(key)));
    }

    /** Reads all rows, and closes them. */
    public static KeyRows drain(ResultStream stream) throws EngineException {
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
            return new KeyRows(stream.columns(), origins(stream), rows);
        } finally {
            stream.close();
        }
    }

    private static List<@Nullable ColumnOrigin> origins(ResultStream stream) {
        List<@Nullable ColumnOrigin> origins = new ArrayList<>();
        for (int i = 0; i < stream.columnCount(); i++) {
            ColumnOrigin origin = stream.origin(i);
            origins.add(origin == null || origin.rowId() ? null : origin);
        }
        return origins;
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
    public static KeyRows join(List<KeyRows> parts) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        KeyRows first = NONE;
        for (KeyRows part : parts) {
            if (rows.isEmpty()) {
                first = part;
            }
            rows.addAll(part.rows());
        }
        return new KeyRows(first.columns(), first.origins(), rows);
    }

    public int size() {
        return rows.size();
    }

    /** A cursor before the first row. */
    public RowSource source() {
        return new BufferedRows(columns, origins, rows);
    }
}
