package io.github.dqlite4j.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a result come from, by SQLite's rules: a plain column, alone or in parentheses, through subqueries, common
 * table expressions and views, has an origin; every other expression has none. Unlike there, a column of a compound SELECT has one only if all of its members
 * agree on the type.
 *
 * @see <a href="https://sqlite.org/c3ref/column_decltype.html">sqlite3_column_decltype</a>
 */
public final class ResultColumns {
    private ResultColumns() {}

    /**
     * The origin of each column; null where there is none, or none that is known for certain.
     *
     * @param columns the names of the columns that the server answered with
     */
    public static List<@Nullable ColumnOrigin> origins(SqlStatement statement, List<String> columns, Schema schema) {
        List<@Nullable ColumnOrigin> origins = new ArrayList<>(Collections.nCopies(columns.size(), null));
        List<SelectColumn> found = find(statement, schema);
        if (found == null || found.size() != columns.size()) {
            return Collections.unmodifiableList(origins);
        }
        for (int i = 0; i < origins.size(); i++) {
            String label = found.get(i).label();
            if (label != null && Ascii.lower(label).equals(Ascii.lower(columns.get(i)))) {
                origins.set(i, found.get(i).origin());
            }
        }
        return Collections.unmodifiableList(origins);
    }

    private static @Nullable List<SelectColumn> find(SqlStatement statement, Schema schema) {
        Tokens tokens = Tokens.of(statement.text());
        SelectReader reader = new SelectReader(tokens, schema, 0);
        TableName target = statement.targetTable();
        if (statement.kind() == SqlKind.SELECT) {
            return reader.read();
        }
        return target != null && statement.returnsRows() ? reader.readReturning(target) : null;
    }
}
