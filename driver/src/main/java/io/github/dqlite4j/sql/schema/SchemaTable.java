package io.github.dqlite4j.sql.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view that a statement can read.
 *
 * @param columns the columns that {@code *} returns, in order; empty for a view
 * @param view the statement that created it, or null if it is a table
 */
public record SchemaTable(
        List<ColumnOrigin> columns, @Nullable String view) {
    public SchemaTable {
        columns = List.copyOf(columns);
    }
}
