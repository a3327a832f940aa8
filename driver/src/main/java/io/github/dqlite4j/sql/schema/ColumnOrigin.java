package io.github.dqlite4j.sql.schema;

import org.jspecify.annotations.Nullable;

/**
 * The table column that a result column returns unchanged.
 *
 * @param declaredType as written in CREATE TABLE, or null for none
 * @param notNull whether the value is never NULL: the column is NOT NULL, and not on the optional side of an outer join
 * @param rowId whether it is the table's rowid, which the database assigns if none is given
 */
public record ColumnOrigin(
        String table, String column, @Nullable String declaredType, boolean notNull, boolean rowId) {
    /** The column on the optional side of an outer join. */
    public ColumnOrigin optional() {
        return new ColumnOrigin(table, column, declaredType, false, rowId);
    }
}
