package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import org.jspecify.annotations.Nullable;

/** {@code CREATE TEMP|TEMPORARY TABLE [IF NOT EXISTS] [temp.]name}, or {@code CREATE TABLE temp.name}. */
public final class CreateTemporaryTable {
    private CreateTemporaryTable() {}

    /** The name of the TEMP table that the statement creates, or null if it is another statement. */
    public static @Nullable String name(SqlStatement statement) {
        if (statement.kind() != SqlKind.CREATE_TABLE || !statement.changesSession()) {
            return null;
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int name = tokens.is(1, "TABLE") ? 2 : 3;
        if (tokens.is(name, "IF") && tokens.is(name + 1, "NOT")) {
            name += 3;
        }
        if (tokens.is(name + 1, '.')) {
            name += 2;
        }
        return tokens.isName(name) ? tokens.name(name) : null;
    }
}
