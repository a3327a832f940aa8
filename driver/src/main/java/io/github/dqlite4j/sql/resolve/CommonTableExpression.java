package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A common table expression, as the head of a linked list of those that are visible.
 *
 * @param columns null if they are not known
 * @param before the one defined before, or null
 * @param number its place in the list, from 1
 */
record CommonTableExpression(
        String name,
        @Nullable List<SelectColumn> columns,
        @Nullable CommonTableExpression before,
        int number) {
    static CommonTableExpression of(
            String name, @Nullable List<SelectColumn> columns, @Nullable CommonTableExpression before) {
        return new CommonTableExpression(name, columns, before, count(before) + 1);
    }

    /** How many are visible. */
    static int count(@Nullable CommonTableExpression newest) {
        return newest == null ? 0 : newest.number;
    }

    /** The newest one with that name, or null. */
    static @Nullable CommonTableExpression find(@Nullable CommonTableExpression newest, String name) {
        CommonTableExpression found = newest;
        while (found != null && !Ascii.equalsIgnoreCase(found.name, name)) {
            found = found.before;
        }
        return found;
    }
}
