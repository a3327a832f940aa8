package io.github.dqlite4j.sql.guard;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.CoercedTypes;
import io.github.dqlite4j.sql.statement.Refusal;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses the ALTER TABLE … ADD whose DEFAULT gives the existing rows a value that crashes the node that reads it. */
public final class DeclaredTypesGuard {
    private static final Refusal DEFAULT = new Refusal(
            "the DEFAULT of a column declared BOOLEAN, DATE, DATETIME or TIMESTAMP may crash the node that reads it",
            "Use an integer or NULL as the default, or text for a date; or declare the type with a length, such as DATE(10).");

    private static final int MAX_DIGITS = 19;

    /** Matches at least every text that NUMERIC affinity converts to a number. */
    private static final Pattern NUMERIC = Pattern.compile("\\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\\s*");

    private DeclaredTypesGuard() {}

    /** Why this statement must not be sent with its declared types unchanged, or null if it may be sent. */
    public static @Nullable Refusal check(SqlStatement statement) {
        if (statement.kind() != SqlKind.ALTER) {
            return null;
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        if (CoercedTypes.declarations(statement.kind(), tokens).isEmpty()) {
            return null;
        }
        boolean bool = false;
        for (int i = 0; i < tokens.size(); i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.is(i, "DEFAULT")) {
                return isSafe(tokens, i + 1, bool) ? null : DEFAULT;
            }
            bool |= tokens.isName(i) && Ascii.equalsIgnoreCase(tokens.name(i), "BOOLEAN");
        }
        return null;
    }

    /** An integer or NULL, or for a date also text that affinity does not convert to a real. */
    private static boolean isSafe(Tokens tokens, int i, boolean bool) {
        int value = tokens.is(i, '-') || tokens.is(i, '+') ? i + 1 : i;
        if (tokens.is(value, TokenKind.NUMBER)) {
            return tokens.text(value).length() < MAX_DIGITS
                    && tokens.text(value).chars().allMatch(c -> c >= '0' && c <= '9');
        }
        if (tokens.is(i, TokenKind.STRING)) {
            return !bool && !NUMERIC.matcher(tokens.name(i)).matches();
        }
        return tokens.isAny(i, "NULL", "TRUE", "FALSE");
    }
}
