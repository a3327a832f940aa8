package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column that a SELECT returns, or that its FROM clause offers.
 *
 * @param label its name, or the text of an expression without a name; null if it is not known
 * @param origin null for an expression
 * @param certain whether the server surely gives it this label, with the same case
 */
record SelectColumn(@Nullable String label, @Nullable ColumnOrigin origin, boolean certain) {
    static final SelectColumn EXPRESSION = new SelectColumn(null, null, false);

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
        return new SelectColumn(name, origin, name != null);
    }

    /** The column, if its label is certain only when this holds, too. */
    SelectColumn certainIf(boolean condition) {
        return condition || !certain ? this : new SelectColumn(label, origin, false);
    }

    /** An expression with the same label. */
    SelectColumn withoutOrigin() {
        return new SelectColumn(label, null, certain);
    }

    /**
     * The columns of a query as a subquery, common table expression or view offers them. SQLite then changes a name that comes a
     * second time, and TRUE and FALSE.
     */
    static List<SelectColumn> ofSubquery(List<SelectColumn> columns) {
        Set<String> labels = new HashSet<>();
        boolean distinct = true;
        for (SelectColumn column : columns) {
            distinct &= column.label == null || labels.add(Ascii.lower(column.label));
        }
        labels.clear();
        List<SelectColumn> offered = new ArrayList<>();
        for (SelectColumn column : columns) {
            String label = column.label == null ? "" : Ascii.lower(column.label);
            boolean first = labels.add(label);
            boolean suffix = !distinct && label.indexOf(':') >= 0;
            offered.add(column.certainIf(first && !suffix && !label.equals("true") && !label.equals("false")));
        }
        return offered;
    }

    /** The column on the optional side of an outer join. */
    SelectColumn optional() {
        return origin == null ? this : new SelectColumn(label, origin.optional(), certain);
    }
}
