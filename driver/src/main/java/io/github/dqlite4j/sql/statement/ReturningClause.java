package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Tokens;

/**
 * The RETURNING clause of an INSERT, UPDATE or DELETE. RETURNING has no fallback to an identifier in SQLite's grammar, so
 * the unquoted word outside of every parenthesis can only begin the clause.
 *
 * @see <a href="https://sqlite.org/src/file/src/parse.y">parse.y, %fallback</a>
 */
public final class ReturningClause {
    private ReturningClause() {}

    /** The index of the word RETURNING in a statement that has the clause; the last token of any other statement. */
    public static int find(Tokens tokens) {
        int at = tokens.size() - 1;
        for (int i = 0; i < tokens.size(); i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.is(i, "RETURNING")) {
                at = i;
            }
        }
        return at;
    }

    /** Whether the statement whose verb is at {@code verb} has the clause. */
    static boolean exists(Tokens tokens, int verb) {
        int depth = 0;
        for (int i = verb; i < tokens.size(); i++) {
            if (tokens.is(i, '(')) {
                depth++;
            } else if (tokens.is(i, ')')) {
                depth--;
            } else if (depth == 0 && tokens.is(i, "RETURNING")) {
                return true;
            }
        }
        return false;
    }
}
