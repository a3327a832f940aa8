package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import org.jspecify.annotations.Nullable;

/** {@code DROP TABLE [IF EXISTS] [schema.]name}. */
public final class DropTable {
    private DropTable() {}

    /** The table that the statement drops, or null if it is another statement. */
    public static @Nullable TableName of(SqlStatement statement) {
        if (statement.kind() != SqlKind.DROP) {
            return null;
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int name = tokens.is(2, "IF") && tokens.is(3, "EXISTS") ? 4 : 2;
        if (!tokens.is(1, "TABLE") || !tokens.isName(name)) {
            return null;
        }
        return tokens.is(name + 1, '.') && tokens.isName(name + 2)
                ? new TableName(tokens.name(name), tokens.name(name + 2))
                : new TableName(null, tokens.name(name));
    }
}
