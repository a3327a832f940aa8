package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.ResultItems;
import io.github.dqlite4j.sql.statement.ReturningClause;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of all parameters above a certain number into the text of a statement, each as a literal of the same type and
 * value, so that a server that takes few parameters can execute it. The other parameters keep their numbers: SQLite gives a number
 * above all those before it, so no number changes when one is removed. An expression without a name is named by its text; it
 * gets the text that it had as an alias. Immutable.
 */
public final class InlinedParameters {
    /** The characters of all names that are added, at most: a subquery in a subquery has the text of the inner one twice. */
    private static final int MAX_NAMES = 10_000_000;

    private final String sql;
    private final int kept;
    private final List<Edit> edits;
    private final boolean possible;

    /**
     * A change of the text: a value in place of a parameter, or an alias that is inserted.
     *
     * @param number the parameter's number; 0 for an alias
     * @param insert what is inserted
     * @param position whether a plain integer there would be the number of a column
     */
    private record Edit(int start, int end, int number, String insert, boolean position) {}

    private InlinedParameters(String sql, int kept, List<Edit> edits, boolean possible) {
        this.sql = sql;
        this.kept = kept;
        this.edits = edits;
        this.possible = possible;
    }

    /** @param most the number of the last parameter that may remain one */
    public static InlinedParameters of(SqlStatement statement, int most) {
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int[] numbers = statement.parameters().numbers(tokens);
        List<Edit> edits = new ArrayList<>();
        int kept = 0;
        ByLists lists = new ByLists(tokens);
        for (int i = 0; i < numbers.length; i++) {
            lists.enter(i);
            if (numbers[i] > most) {
                edits.add(new Edit(tokens.start(i), tokens.end(i), numbers[i], "", lists.isTerm(i)));
            } else {
                kept = Math.max(kept, numbers[i]);
            }
        }
        Names names = new Names(tokens, numbers, most, edits);
        boolean possible = true;
        int items = statement.kind().isDml() && statement.returnsRows() ? ReturningClause.find(tokens) : -1;
        for (int i = 0; i < numbers.length; i++) {
            if (i == items || tokens.is(i, "SELECT")) {
                int first = tokens.isAny(i + 1, "DISTINCT", "ALL") ? i + 2 : i + 1;
                possible = possible && names.keep(first);
            }
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        return new InlinedParameters(statement.text(), kept, List.copyOf(edits), possible);
    }

    /** Whether the statement can be rewritten: not if that might change the name of a column. */
    public boolean isPossible() {
        return possible;
    }

    /** How many parameters remain: the first ones. */
    public int kept() {
        return kept;
    }

    /** The length of the text with these values, or more. */
    public long length(List<? extends @Nullable Object> parameters) {
        long length = sql.length();
        for (Edit edit : edits) {
            length +=
                    edit.number() == 0 ? edit.insert().length() : SqlLiterals.length(parameters.get(edit.number() - 1));
        }
        return length;
    }

    /**
     * The text with these values.
     *
     * @param parameters the values of all parameters: null, Long, Double, String or byte[]
     * @throws IllegalArgumentException for any other value, and for NaN
     */
    public String text(List<? extends @Nullable Object> parameters) {
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (Edit edit : edits) {
            text.append(sql, copied, edit.start());
            if (edit.number() == 0) {
                text.append(edit.insert());
            } else {
                SqlLiterals.append(text, parameters.get(edit.number() - 1), edit.position());
            }
            copied = edit.end();
        }
        return text.append(sql, copied, sql.length()).toString();
    }

    /** Names the items of lists that contain a value, and have no name. */
    private static final class Names {
        private final Tokens tokens;
        private final List<Edit> edits;
        /** For each token, how many of the tokens before it become values. */
        private final int[] values;

        private int length;

        private Names(Tokens tokens, int[] numbers, int most, List<Edit> edits) {
            this.tokens = tokens;
            this.edits = edits;
            this.values = new int[numbers.length + 1];
            for (int i = 0; i < numbers.length; i++) {
                values[i + 1] = values[i] + (numbers[i] > most ? 1 : 0);
            }
        }

        /** Returns false if it is not certain which items of the list that begins there have no name, or if the names are too long. */
        private boolean keep(int first) {
            boolean certain = true;
            int end = ResultItems.end(tokens, first);
            for (int i = first; i < end && certain; ) {
                int to = ResultItems.afterItem(tokens, i, end);
                if (values[to] > values[i]) {
                    ResultItems.Item item = ResultItems.item(tokens, i, to);
                    certain = item.certain() && (item.alias() != null || name(item, to));
                }
                i = to + 1;
            }
            return certain;
        }

        private boolean name(ResultItems.Item item, int to) {
            String name = ResultItems.text(tokens, item);
            if (name == null) {
                return false;
            }
            int at = tokens.end(to - 1);
            length += Math.min(name.length(), MAX_NAMES);
            edits.add(new Edit(at, at, 0, " AS " + SqlIdentifiers.quote(name), false));
            return length <= MAX_NAMES;
        }
    }

    /** The lists of ORDER BY, GROUP BY and PARTITION BY, while the tokens are gone through in order. */
    private static final class ByLists {
        private static final String[] END = {
            "SELECT",
            "HAVING",
            "LIMIT",
            "WINDOW",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "ORDER",
            "WHERE",
            "FROM",
            "ROWS",
            "RANGE",
            "GROUPS"
        };

        private final Tokens tokens;
        private final List<Boolean> around = new ArrayList<>();
        private boolean inside;

        private ByLists(Tokens tokens) {
            this.tokens = tokens;
        }

        private void enter(int i) {
            if (tokens.is(i, '(')) {
                around.add(inside);
            } else if (tokens.is(i, ')')) {
                inside = !around.isEmpty() && around.remove(around.size() - 1);
            } else if (tokens.is(i, "BY")) {
                inside = true;
            } else if (tokens.isAny(i, END)) {
                inside = false;
            }
        }

        /** Whether a term, as far as signs and parentheses do not count, begins with this token. */
        private boolean isTerm(int i) {
            int before = i - 1;
            while (tokens.is(before, '(') || tokens.is(before, '+') || tokens.is(before, '-')) {
                before--;
            }
            return inside && (tokens.is(before, "BY") || tokens.is(before, ','));
        }
    }
}
