package io.github.dqlite4j.sql.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table, from which a column of a result comes unchanged.
 *
 * @param declaredType as it is written in CREATE TABLE, or null for none
 * @param notNull whether NULL is refused, and no outer join can bring it in
 * @param rowId whether it is the table's rowid, which the database assigns where none is given
 */
public record ColumnOrigin(
        String table, String column, @Nullable String declaredType, boolean notNull, boolean rowId) {
    public ColumnOrigin optional() {
        return new ColumnOrigin(table, column, declaredType, false, rowId);
    }
}
