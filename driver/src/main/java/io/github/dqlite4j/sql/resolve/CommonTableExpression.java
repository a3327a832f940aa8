package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A common table expression, and those that were there before.
 *
 * @param columns null if they are not known
 */
record CommonTableExpression(
        String name,
        @Nullable List<SelectColumn> columns,
        @Nullable CommonTableExpression before) {
    static @Nullable CommonTableExpression find(@Nullable CommonTableExpression newest, String name) {
        CommonTableExpression table = newest;
        while (table != null && !Ascii.equalsIgnoreCase(table.name, name)) {
            table = table.before;
        }
        return table;
    }
}
