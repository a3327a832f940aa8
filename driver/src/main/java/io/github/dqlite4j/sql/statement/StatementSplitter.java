package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Tokens;

/**
 * Finds where a statement ends. Each statement in the body of a trigger ends with a semicolon too. The trigger itself ends
 * with an {@code END} right after such a semicolon. No statement can begin with that word, and the {@code END} of a
 * {@code CASE} never follows a semicolon.
 */
public final class StatementSplitter {
    private StatementSplitter() {}

    /** The index of the semicolon that ends the statement starting at {@code from}, or the number of tokens. */
    public static int end(Tokens tokens, int from) {
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
        int i = Classifier.afterExplain(tokens, from);
        if (!tokens.is(i, "CREATE")) {
            return false;
        }
        return tokens.is(tokens.isAny(i + 1, "TEMP", "TEMPORARY") ? i + 2 : i + 1, "TRIGGER");
    }
}
