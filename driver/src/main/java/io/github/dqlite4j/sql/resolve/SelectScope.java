package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What names mean in a SELECT.
 *
 * @param outer what they mean around it; null if nothing is around
 */
public record SelectScope(
        List<SelectSource> sources, @Nullable SelectScope outer) {
    /** @param table null for a column that is not qualified */
    public @Nullable SelectColumn find(@Nullable String table, String column) {
        for (SelectSource source : sources) {
            SelectColumn found = table == null || source.isCalled(table) ? source.find(column) : null;
            if (found != null) {
                return found;
            }
        }
        return outer == null ? null : outer.find(table, column);
    }

    /**
     * What {@code *} means, or {@code table.*}.
     *
     * @return null if that is not known
     */
    public @Nullable List<SelectColumn> star(@Nullable String table) {
        List<SelectColumn> all = new ArrayList<>();
        for (SelectSource source : sources) {
            if (table != null && !source.isCalled(table)) {
                continue;
            }
            List<SelectColumn> columns = source.columns();
            if (columns == null) {
                return null;
            }
            for (SelectColumn column : columns) {
                boolean again = table == null
                        && column.label() != null
                        && source.merged().contains(Ascii.lower(column.label()));
                if (!again) {
                    all.add(column);
                }
            }
        }
        return all;
    }
}
