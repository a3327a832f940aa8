package io.github.dqlite4j.engine.replay;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds statements whose effect does not show in their answer: the driver could not tell whether they did the same when they were executed again.
 */
final class ReplayObstacles {
    /** Functions that have another value each time, or on another connection. */
    private static final Set<String> VARYING =
            Set.of("random", "randomblob", "last_insert_rowid", "changes", "total_changes");

    private ReplayObstacles() {}

    /** Why a transaction with this statement cannot be replayed, as the end of a sentence; null if it can. */
    static @Nullable String of(SqlStatement statement) {
        if (statement.setting() != null || statement.changesSession()) {
            return "a statement changed the connection";
        }
        if (statement.readOnly() || statement.transactionControl() != null) {
            return null;
        }
        if (!statement.kind().isDml()) {
            return "it has a statement that is neither a query nor INSERT, UPDATE or DELETE";
        }
        String function = varyingFunction(Tokenizer.tokenize(statement.text()));
        return function == null ? null : "a statement that writes calls " + function + "()";
    }

    private static @Nullable String varyingFunction(Tokens tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.is(i + 1, '(') && tokens.isName(i)) {
                String name = Ascii.lower(tokens.name(i));
                if (VARYING.contains(name)) {
                    return name;
                }
            }
        }
        return null;
    }
}
