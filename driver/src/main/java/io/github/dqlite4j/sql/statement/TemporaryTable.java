package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import org.jspecify.annotations.Nullable;

/** The names of TEMP tables, with ASCII letters in lower case, as SQLite compares them. */
public final class TemporaryTable {
    private TemporaryTable() {}

    /** The TEMP table that the statement drops, if there is one of that name; null if it drops none. */
    public static @Nullable String dropped(SqlStatement statement) {
        TableName table = DropTable.of(statement);
        return table == null || "main".equalsIgnoreCase(table.schema()) ? null : Ascii.lower(table.name());
    }

    /**
     * The TEMP table that {@code CREATE TEMP|TEMPORARY TABLE [IF NOT EXISTS] [temp.]name} or {@code CREATE TABLE temp.name} creates; null if it
     * is another statement.
     */
    public static @Nullable String created(SqlStatement statement) {
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
        return tokens.isName(name) ? Ascii.lower(tokens.name(name)) : null;
    }
}
