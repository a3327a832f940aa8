package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The constraints of a column in the text of its definition.
 *
 * @see <a href="https://sqlite.org/syntax/column-constraint.html">SQLite's syntax</a>
 */
final class ColumnConstraints {
    private static final String[] BEGINNINGS = {
        "CONSTRAINT", "PRIMARY", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"
    };

    private ColumnConstraints() {}

    /** The constraints of a column, each with its name. */
    static List<Tokens> of(Tokens column) {
        List<Tokens> constraints = new ArrayList<>();
        for (int from = first(column); from < column.size(); ) {
            int to = end(column, from);
            constraints.add(column.range(from, to));
            from = to;
        }
        return constraints;
    }

    /** Where the constraints of a column begin, after its name and its type. */
    static int first(Tokens column) {
        int i = 1;
        while (i < column.size() && !begins(column, i)) {
            i = next(column, i);
        }
        return i;
    }

    /** The first word of a constraint after its name, in upper case. */
    static String kind(Tokens constraint) {
        return Ascii.upper(constraint.text(keyword(constraint, 0)));
    }

    private static int keyword(Tokens tokens, int from) {
        return tokens.is(from, "CONSTRAINT") && tokens.has(from + 2) ? from + 2 : from;
    }

    private static int end(Tokens column, int from) {
        int i = keyword(column, from);
        if (column.is(i, "DEFAULT")) {
            // A value, a signed number, or an expression in parentheses, and no word after it.
            return column.is(i + 1, '+') || column.is(i + 1, '-') ? i + 3 : next(column, i + 1);
        }
        boolean reference = column.is(i, "REFERENCES");
        // NOT NULL, and GENERATED ALWAYS AS, are one each.
        i = column.is(i, "NOT") ? i + 2 : column.is(i, "GENERATED") ? i + 3 : i + 1;
        while (i < column.size() && !(begins(column, i) && !(reference && column.is(i - 1, "SET")))) {
            i = next(column, i);
        }
        return i;
    }

    private static boolean begins(Tokens column, int i) {
        return column.isAny(i, BEGINNINGS) || column.is(i, "NOT") && column.is(i + 1, "NULL");
    }

    private static int next(Tokens column, int i) {
        return column.is(i, '(') ? column.afterParenthesis(i) : i + 1;
    }
}
