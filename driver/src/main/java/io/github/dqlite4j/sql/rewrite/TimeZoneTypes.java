package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.Optional;

/**
 * Moves the precision of {@code TIMESTAMP(9) WITH TIME ZONE} behind the words. Other databases declare it so; SQLite allows numbers
 * only at the end of a type and reports a syntax error.
 */
public final class TimeZoneTypes {
    private TimeZoneTypes() {}

    /**
     * The text of a CREATE TABLE or ALTER TABLE with {@code TIMESTAMP WITH TIME ZONE(9)}, and the same for TIME and WITHOUT. Every
     * other character stays. Empty if nothing changes.
     */
    public static Optional<String> rewrite(SqlStatement statement) {
        if (statement.kind() != SqlKind.CREATE_TABLE && statement.kind() != SqlKind.ALTER) {
            return Optional.empty();
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (isType(tokens, i)) {
                String sql = tokens.sql();
                text.append(sql, copied, tokens.end(i))
                        .append(sql, tokens.end(i + 3), tokens.end(i + 6))
                        .append(sql, tokens.start(i + 1), tokens.end(i + 3));
                copied = tokens.end(i + 6);
            }
        }
        return copied == 0
                ? Optional.empty()
                : Optional.of(
                        text.append(tokens.sql(), copied, tokens.sql().length()).toString());
    }

    /** No statement that SQLite accepts has these seven tokens in a row, so their place in the statement does not matter. */
    private static boolean isType(Tokens tokens, int i) {
        return tokens.isName(i)
                && isTime(Ascii.upper(tokens.name(i)))
                && tokens.is(i + 1, '(')
                && tokens.is(i + 2, TokenKind.NUMBER)
                && tokens.is(i + 3, ')')
                && tokens.isAny(i + 4, "WITH", "WITHOUT")
                && tokens.is(i + 5, "TIME")
                && tokens.is(i + 6, "ZONE");
    }

    private static boolean isTime(String name) {
        return name.equals("TIMESTAMP") || name.equals("TIME");
    }
}
