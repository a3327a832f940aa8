package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A common table expression, as the head of a linked list of those that are visible.
 *
 * @param columns null if they are not known
 * @param before the one defined before, or null
 */
record CommonTableExpression(
        String name,
        @Nullable List<SelectColumn> columns,
        @Nullable CommonTableExpression before) {
    /** The newest one with that name, or null. */
    static @Nullable CommonTableExpression find(@Nullable CommonTableExpression newest, String name) {
        CommonTableExpression found = newest;
        while (found != null && !Ascii.equalsIgnoreCase(found.name, name)) {
            found = found.before;
        }
        return found;
    }
}
