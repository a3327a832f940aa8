package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Tokens;

/**
 * Finds the semicolon that ends a statement. The statements in the body of a trigger each end with a semicolon too; the
 * trigger ends with an {@code END} right after one of those, and since no statement in a body can begin with that word,
 * nothing else looks like it ({@code CASE … END} is never preceded by a semicolon).
 */
public final class StatementSplitter {
    private StatementSplitter() {}

    /** The index of the semicolon that ends the statement which begins at {@code from}, or the end of the tokens. */
    public static int find(Tokens tokens, int from) {
        boolean body = isTrigger(tokens, from);
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.is(i, ';')) {
                if (!body) {
                    return i;
                }
                body = !tokens.is(i + 1, "END");
            }
        }
        return tokens.size();
    }

    private static boolean isTrigger(Tokens tokens, int from) {
        int i = afterExplain(tokens, from);
        if (!tokens.is(i, "CREATE")) {
            return false;
        }
        return tokens.is(tokens.isAny(i + 1, "TEMP", "TEMPORARY") ? i + 2 : i + 1, "TRIGGER");
    }

    /** The index after {@code EXPLAIN} or {@code EXPLAIN QUERY PLAN}, or {@code from} itself. */
    public static int afterExplain(Tokens tokens, int from) {
        if (!tokens.is(from, "EXPLAIN")) {
            return from;
        }
        return tokens.is(from + 1, "QUERY") && tokens.is(from + 2, "PLAN") ? from + 3 : from + 1;
    }
}
