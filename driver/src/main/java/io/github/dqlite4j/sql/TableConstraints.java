package io.github.dqlite4j.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only the text of a table tells about its constraints.
 *
 * @param primaryKey the name of the primary key, or null if it has none
 * @param foreignKeys in the order of the text
 */
public record TableConstraints(@Nullable String primaryKey, List<ForeignKey> foreignKeys) {
    private static final TableConstraints NONE = new TableConstraints(null, List.of());

    /**
     * @param name null if the constraint has none
     * @param deferred whether it is checked at COMMIT only
     */
    public record ForeignKey(@Nullable String name, boolean deferred) {
        /** One that the text does not show. */
        public static final ForeignKey UNKNOWN = new ForeignKey(null, false);
    }

    public TableConstraints {
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** @param createTable as in {@code sqlite_schema.sql}; null for a table without text */
    public static TableConstraints of(@Nullable String createTable) {
        if (createTable == null) {
            return NONE;
        }
        Tokens tokens = Tokens.of(createTable);
        int open = 0;
        while (tokens.has(open) && !tokens.is(open, '(')) {
            open++;
        }
        return tokens.is(1, "VIRTUAL") || !tokens.has(open) ? NONE : new Reader(tokens).read(open + 1);
    }

    /** Walks over the tokens of the columns and constraints; what is in parentheses says nothing here. */
    private static final class Reader {
        private final Tokens tokens;
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private @Nullable String name;
        private @Nullable String primaryKey;

        Reader(Tokens tokens) {
            this.tokens = tokens;
        }

        TableConstraints read(int from) {
            int i = from;
            while (tokens.has(i) && !tokens.is(i, ')')) {
                if (tokens.is(i, '(')) {
                    i = tokens.afterParenthesis(i);
                } else if (tokens.is(i, "CONSTRAINT") && tokens.isName(i + 1)) {
                    name = tokens.name(i + 1);
                    i += 2;
                } else {
                    constraint(i);
                    i++;
                }
            }
            return new TableConstraints(primaryKey, foreignKeys);
        }

        /** A name belongs to the constraint right behind it. */
        private void constraint(int i) {
            if (tokens.is(i, "PRIMARY") && tokens.is(i + 1, "KEY")) {
                primaryKey = name;
                name = null;
            } else if (tokens.is(i, "REFERENCES")) {
                foreignKeys.add(new ForeignKey(name, false));
                name = null;
            } else if (tokens.is(i, "DEFERRABLE")) {
                defer(!tokens.is(i - 1, "NOT") && tokens.is(i + 1, "INITIALLY") && tokens.is(i + 2, "DEFERRED"));
            } else if (tokens.is(i, ',')
                    || tokens.isAny(i, "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "GENERATED", "AS")) {
                name = null;
            }
        }

        private void defer(boolean deferred) {
            int last = foreignKeys.size() - 1;
            if (last >= 0) {
                foreignKeys.set(last, new ForeignKey(foreignKeys.get(last).name(), deferred));
            }
        }
    }
}
