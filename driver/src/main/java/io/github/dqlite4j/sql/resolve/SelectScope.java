package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sources that names in a SELECT may refer to.
 *
 * @param outer the scope of the surrounding query; null if there is none
 * @param size how many sources and columns there are, with those of the surrounding queries
 */
record SelectScope(List<SelectSource> sources, @Nullable SelectScope outer, int size) {
    static SelectScope of(List<SelectSource> sources, @Nullable SelectScope outer) {
        int size = outer == null ? 1 : outer.size + 1;
        for (SelectSource source : sources) {
            size += source.size();
        }
        return new SelectScope(sources, outer, size);
    }

    /**
     * The column of that name, or null if there is none.
     *
     * @param table null for a column that is not qualified
     */
    @Nullable
    SelectColumn find(@Nullable String table, String column) {
        for (SelectSource source : sources) {
            SelectColumn found = table == null || source.isCalled(table) ? source.find(column) : null;
            if (found != null) {
                return found;
            }
        }
        return outer == null ? null : outer.find(table, column);
    }

    /**
     * Whether the columns of all sources that a name may refer to are known.
     *
     * @param table null for a column that is not qualified
     */
    boolean isKnown(@Nullable String table) {
        for (SelectSource source : sources) {
            if (source.columns() == null && (table == null || source.isCalled(table))) {
                return false;
            }
        }
        return outer == null || outer.isKnown(table);
    }

    /** Whether a name without a qualifier refers to columns that USING or NATURAL merged. */
    boolean isMerged(String column) {
        return sources.stream().anyMatch(source -> source.merged().contains(Ascii.lower(column)));
    }

    /**
     * The columns of {@code *}, or of {@code table.*}.
     *
     * @return null if they are not known
     */
    @Nullable
    List<SelectColumn> star(@Nullable String table) {
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
