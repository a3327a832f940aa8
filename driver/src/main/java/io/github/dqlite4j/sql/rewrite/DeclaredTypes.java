package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.Refusal;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The four declared types that dqlite treats in its own way: BOOLEAN, DATE, DATETIME and TIMESTAMP. In a column declared exactly
 * so, NULL is not told from FALSE, and a value of another storage class ends the node that reads it. The same names with
 * a length have the same affinity and none of this, so a column is declared like that before the statement is sent.
 */
public final class DeclaredTypes {
    private static final Map<String, String> LENGTHS =
            Map.of("BOOLEAN", "(1)", "DATE", "(10)", "DATETIME", "(6)", "TIMESTAMP", "(6)");

    /** Words that begin a column constraint: a declared type ends before them. */
    private static final Set<String> AFTER_TYPE = Set.of(
            "CONSTRAINT",
            "DEFAULT",
            "NULL",
            "NOT",
            "PRIMARY",
            "UNIQUE",
            "CHECK",
            "REFERENCES",
            "COLLATE",
            "AS",
            "DEFERRABLE",
            "ON");

    /** Words that begin a table constraint: no column is defined there. */
    private static final Set<String> TABLE_CONSTRAINT = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    private static final Refusal DEFAULT = new Refusal(
            "the DEFAULT of a column declared BOOLEAN, DATE, DATETIME or TIMESTAMP may end the node that reads it",
            "Give an integer or NULL, for a date also a text; or declare the type with a length, such as DATE(10).");

    private static final int MOST_DIGITS = 19;

    /** What NUMERIC affinity takes for a number, and more. */
    private static final Pattern NUMERIC = Pattern.compile("\\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\\s*");

    private DeclaredTypes() {}

    /** Whether a declared type, as the server reports it, is one of the four: as a whole, in any case. */
    public static boolean isExact(String declaredType) {
        return LENGTHS.containsKey(Ascii.upper(declaredType));
    }

    /**
     * The statement with a length added to each of the four types in a CREATE TABLE or ALTER TABLE … ADD: BOOLEAN(1),
     * DATE(10), DATETIME(6), TIMESTAMP(6). Every other byte is kept. The same instance comes back when nothing is to be changed,
     * which includes all other statements, CREATE TABLE … AS SELECT, and STRICT tables, which do not allow these types.
     */
    public static SqlStatement rewrite(SqlStatement statement) {
        if (statement.kind() != SqlKind.CREATE_TABLE && statement.kind() != SqlKind.ALTER) {
            return statement;
        }
        Rewriter rewriter = new Rewriter(Tokens.of(statement.text()));
        String text = statement.kind() == SqlKind.ALTER ? rewriter.alter() : rewriter.create();
        return text == null ? statement : SqlStatement.of(Tokens.of(text));
    }

    /**
     * Why this ALTER TABLE … ADD must not be sent as it is: its DEFAULT would give the rows that are there already a value that ends the
     * node that reads it. Null for everything else.
     */
    public static @Nullable Refusal refusal(SqlStatement statement) {
        Tokens tokens = Tokens.of(statement.text());
        if (statement.kind() != SqlKind.ALTER || new Rewriter(tokens).alter() == null) {
            return null;
        }
        boolean bool = false;
        for (int i = 0; i < tokens.size(); i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.is(i, "DEFAULT")) {
                return isSafe(tokens, i + 1, bool) ? null : DEFAULT;
            }
            bool |= tokens.isName(i) && Ascii.upper(tokens.name(i)).equals("BOOLEAN");
        }
        return null;
    }

    /** An integer or NULL, or for a date a text that affinity makes no real of. */
    private static boolean isSafe(Tokens tokens, int i, boolean bool) {
        int value = tokens.is(i, '-') || tokens.is(i, '+') ? i + 1 : i;
        if (tokens.is(value, TokenKind.NUMBER)) {
            return tokens.text(value).length() < MOST_DIGITS
                    && tokens.text(value).chars().allMatch(c -> c >= '0' && c <= '9');
        }
        if (tokens.is(i, TokenKind.STRING)) {
            return !bool && !NUMERIC.matcher(tokens.name(i)).matches();
        }
        return tokens.isAny(i, "NULL", "TRUE", "FALSE");
    }

    private static final class Rewriter {
        private final Tokens tokens;
        private final StringBuilder text = new StringBuilder();
        private int copied;

        Rewriter(Tokens tokens) {
            this.tokens = tokens;
        }

        @Nullable
        String create() {
            int open = 0;
            while (tokens.has(open) && !tokens.is(open, '(') && !tokens.is(open, "AS")) {
                open++;
            }
            if (!tokens.is(open, '(')) {
                return null;
            }
            int end = tokens.afterParenthesis(open);
            for (int i = end; i < tokens.size(); i++) {
                if (tokens.is(i, "STRICT")) {
                    return null;
                }
            }
            int depth = 0;
            for (int i = open; i < end; i++) {
                if (tokens.is(i, '(')) {
                    depth++;
                } else if (tokens.is(i, ')')) {
                    depth--;
                }
                if (depth == 1 && (tokens.is(i, ',') || i == open)) {
                    column(i + 1);
                }
            }
            return result();
        }

        @Nullable
        String alter() {
            // ALTER TABLE [schema.]table ADD [COLUMN] column
            int add = tokens.is(3, '.') ? 5 : 3;
            if (tokens.is(1, "TABLE") && tokens.is(add, "ADD")) {
                column(tokens.is(add + 1, "COLUMN") ? add + 2 : add + 1);
            }
            return result();
        }

        /** A column definition whose name is at {@code name}, or a table constraint. */
        private void column(int name) {
            if (!tokens.isName(name)
                    || tokens.is(name, TokenKind.WORD) && TABLE_CONSTRAINT.contains(Ascii.upper(tokens.text(name)))) {
                return;
            }
            int type = name + 1;
            String length = isType(type) ? LENGTHS.get(Ascii.upper(tokens.name(type))) : null;
            if (length == null) {
                return;
            }
            boolean whole = isEndOfType(type + 1) && !tokens.is(type + 1, '(');
            // SQLite reads a type that begins with a quote up to the closing quote and forgets the rest.
            boolean quoted = !tokens.is(type, TokenKind.WORD);
            if (whole || quoted) {
                text.append(tokens.sql(), copied, tokens.start(type))
                        .append(tokens.name(type))
                        .append(whole ? length : "");
                copied = tokens.end(type);
            }
        }

        private boolean isType(int i) {
            return tokens.isName(i)
                    && !(tokens.is(i, TokenKind.WORD) && AFTER_TYPE.contains(Ascii.upper(tokens.text(i))));
        }

        /** Whether the declared type does not go on here. GENERATED ALWAYS is read as a part of it and cut off again. */
        private boolean isEndOfType(int i) {
            if (tokens.is(i, "GENERATED")) {
                return tokens.is(i + 1, "ALWAYS");
            }
            return !isType(i) || tokens.is(i, "ALWAYS") && tokens.is(i - 1, "TIMESTAMP");
        }

        private @Nullable String result() {
            return copied == 0
                    ? null
                    : text.append(tokens.sql(), copied, tokens.sql().length()).toString();
        }
    }
}
