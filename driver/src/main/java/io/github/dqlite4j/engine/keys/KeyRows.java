package io.github.dqlite4j.engine.keys;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.BufferedRows;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.result.RowSource;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.WireException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of inserted rows, in memory. The rows are not to be changed.
 *
 * @param origins where the columns come from; null for those that are not known, and for the rowid: as a key it is a long,
 *     with any declared type of the column
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
                rows.add(values(stream.row()));
            }
            List<@Nullable ColumnOrigin> origins = new ArrayList<>();
            for (int i = 0; i < stream.columnCount(); i++) {
                origins.add(stream.origin(i));
            }
            return new KeyRows(stream.columns(), withoutRowIds(origins), rows);
        } finally {
            stream.close();
        }
    }

    /**
     * The rows of these messages, which were not read yet.
     *
     * @param origins where columns of these names come from
     * @throws WireException if the rows are malformed
     */
    public static KeyRows of(List<Response.Rows> messages, Function<List<String>, List<@Nullable ColumnOrigin>> origins)
            throws WireException {
        Response.Rows first = messages.get(0);
        List<String> columns = IntStream.range(0, first.columnCount())
                .mapToObj(first::columnName)
                .toList();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Response.Rows message : messages) {
            while (message.next()) {
                rows.add(values(message));
            }
        }
        return new KeyRows(columns, withoutRowIds(origins.apply(columns)), rows);
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>(row.columnCount());
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(value(row, i));
        }
        return values;
    }

    private static List<@Nullable ColumnOrigin> withoutRowIds(List<@Nullable ColumnOrigin> known) {
        List<@Nullable ColumnOrigin> origins = new ArrayList<>();
        for (ColumnOrigin origin : known) {
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
