package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import org.jspecify.annotations.Nullable;

/**
 * A column that a SELECT returns, or that its FROM clause offers.
 *
 * @param label its name, or the text of an expression without a name; null if it is not known
 * @param origin null for an expression
 */
record SelectColumn(@Nullable String label, @Nullable ColumnOrigin origin) {
    static final SelectColumn EXPRESSION = new SelectColumn(null, null);

    boolean isCalled(String name) {
        return label != null && Ascii.equalsIgnoreCase(label, name);
    }

    boolean hasTypeOf(SelectColumn other) {
        return origin != null
                && other.origin != null
                && origin.declaredType() != null
                && origin.declaredType().equalsIgnoreCase(other.origin.declaredType());
    }

    SelectColumn as(@Nullable String name) {
        return new SelectColumn(name, origin);
    }

    /** The column on the optional side of an outer join. */
    SelectColumn optional() {
        return origin == null ? this : new SelectColumn(label, origin.optional());
    }
}
