package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One table, view or subquery of a FROM clause.
 *
 * @param name its alias, or else its own name; null for a subquery without an alias
 * @param columns null if they are not known
 * @param merged in lower case, the columns that USING or NATURAL merged with those of earlier sources
 * @param table whether it is a table, so that it may have a rowid
 */
record SelectSource(@Nullable String name, @Nullable List<SelectColumn> columns, Set<String> merged, boolean table) {
    /** The source on the optional side of an outer join, where all of its columns may be NULL, and a rowid without a column, too. */
    SelectSource optional() {
        List<SelectColumn> known = columns;
        if (known == null) {
            return this;
        }
        List<SelectColumn> optional = known.stream().map(SelectColumn::optional).toList();
        boolean hasRowId = known.stream()
                .anyMatch(column -> column.origin() != null && column.origin().rowId());
        return new SelectSource(name, optional, merged, table && hasRowId);
    }

    /** The steps that it takes to look at the source and all of its columns. */
    int size() {
        return columns == null ? 1 : columns.size() + 1;
    }

    boolean isCalled(String alias) {
        return name != null && Ascii.equalsIgnoreCase(name, alias);
    }

    @Nullable
    SelectColumn find(String column) {
        if (columns == null) {
            return null;
        }
        for (SelectColumn candidate : columns) {
            if (candidate.isCalled(column)) {
                return candidate;
            }
        }
        return table && isRowId(column) ? rowId() : null;
    }

    private static boolean isRowId(String column) {
        return Ascii.equalsIgnoreCase(column, "rowid")
                || Ascii.equalsIgnoreCase(column, "oid")
                || Ascii.equalsIgnoreCase(column, "_rowid_");
    }

    /** The server reports it as the column that is the rowid, if there is one. */
    private SelectColumn rowId() {
        for (SelectColumn candidate : columns == null ? List.<SelectColumn>of() : columns) {
            if (candidate.origin() != null && candidate.origin().rowId()) {
                return candidate;
            }
        }
        String tableName = name == null ? "" : name;
        return new SelectColumn("rowid", new ColumnOrigin(tableName, "rowid", "INTEGER", true, true), true);
    }
}
