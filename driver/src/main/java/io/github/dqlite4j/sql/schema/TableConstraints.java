package io.github.dqlite4j.sql.schema;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about the constraints of a table that only the text of its CREATE TABLE shows.
 *
 * @param primaryKey the name of the primary key, or null if it has no name
 * @param uniqueKeys the UNIQUE constraints that have a name
 * @param foreignKeys in the order of the text
 */
public record TableConstraints(@Nullable String primaryKey, List<UniqueKey> uniqueKeys, List<ForeignKey> foreignKeys) {
    private static final TableConstraints NONE = new TableConstraints(null, List.of(), List.of());

    /** @param columns in the order of the constraint */
    public record UniqueKey(String name, List<String> columns) {
        public UniqueKey {
            columns = List.copyOf(columns);
        }
    }

    /**
     * @param name null if the constraint has none
     * @param deferred whether it is checked only at COMMIT
     */
    public record ForeignKey(@Nullable String name, boolean deferred) {
        /** A foreign key that was not found in the text. */
        public static final ForeignKey UNKNOWN = new ForeignKey(null, false);
    }

    public TableConstraints {
        uniqueKeys = List.copyOf(uniqueKeys);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** The name of the UNIQUE constraint with these columns, or null if there is none with a name. */
    public @Nullable String uniqueKey(List<String> columns) {
        for (UniqueKey key : uniqueKeys) {
            boolean same = key.columns().size() == columns.size();
            for (int i = 0; same && i < columns.size(); i++) {
                same = Ascii.equalsIgnoreCase(key.columns().get(i), columns.get(i));
            }
            if (same) {
                return key.name();
            }
        }
        return null;
    }

    /** @param createTable as in {@code sqlite_schema.sql}; null for a table without text */
    public static TableConstraints of(@Nullable String createTable) {
        if (createTable == null) {
            return NONE;
        }
        Tokens tokens = Tokenizer.tokenize(createTable);
        int open = 0;
        while (tokens.has(open) && !tokens.is(open, '(')) {
            open++;
        }
        return tokens.is(1, "VIRTUAL") || !tokens.has(open) ? NONE : new Reader(tokens).read(open + 1);
    }

    /** Reads the tokens of the columns and constraints, and skips what is in parentheses. */
    private static final class Reader {
        private final Tokens tokens;
        private final List<UniqueKey> uniqueKeys = new ArrayList<>();
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private String column = "";
        private @Nullable String name;
        private @Nullable String primaryKey;

        Reader(Tokens tokens) {
            this.tokens = tokens;
        }

        TableConstraints read(int from) {
            int i = from;
            startsAt(from);
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
            return new TableConstraints(primaryKey, uniqueKeys, foreignKeys);
        }

        /** A name belongs to the constraint that directly follows it. */
        private void constraint(int i) {
            if (tokens.is(i, "PRIMARY") && tokens.is(i + 1, "KEY")) {
                primaryKey = name;
                name = null;
            } else if (tokens.is(i, "UNIQUE")) {
                if (name != null) {
                    uniqueKeys.add(new UniqueKey(name, columns(i + 1)));
                }
                name = null;
            } else if (tokens.is(i, "REFERENCES")) {
                foreignKeys.add(new ForeignKey(name, false));
                name = null;
            } else if (tokens.is(i, "DEFERRABLE")) {
                defer(!tokens.is(i - 1, "NOT") && tokens.is(i + 1, "INITIALLY") && tokens.is(i + 2, "DEFERRED"));
            } else if (tokens.is(i, ',')) {
                name = null;
                startsAt(i + 1);
            } else if (tokens.isAny(i, "NOT", "NULL", "CHECK", "DEFAULT", "COLLATE", "GENERATED", "AS")) {
                name = null;
            }
        }

        /** A column or a table constraint begins at {@code i}. */
        private void startsAt(int i) {
            column = tokens.isName(i) ? tokens.name(i) : "";
        }

        /** The columns in parentheses, each the first word of its term; without parentheses the column being declared. */
        private List<String> columns(int i) {
            if (!tokens.is(i, '(')) {
                return List.of(column);
            }
            List<String> columns = new ArrayList<>();
            int end = tokens.afterParenthesis(i) - 1;
            for (int term = i + 1; term < end; term++) {
                if (tokens.isName(term) && (term == i + 1 || tokens.is(term - 1, ','))) {
                    columns.add(tokens.name(term));
                }
            }
            return columns;
        }

        private void defer(boolean deferred) {
            int last = foreignKeys.size() - 1;
            if (last >= 0) {
                foreignKeys.set(last, new ForeignKey(foreignKeys.get(last).name(), deferred));
            }
        }
    }
}
