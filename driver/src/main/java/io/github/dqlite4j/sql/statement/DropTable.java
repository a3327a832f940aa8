package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.List;
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

    /** A query for one number, which is 1 if the table has rows, and the child has rows without NULL in these columns. */
    public static String referringRows(String child, List<String> columns, String table) {
        StringBuilder sql = new StringBuilder("SELECT EXISTS (SELECT 1 FROM main.")
                .append(SqlIdentifiers.quote(child))
                .append(" WHERE 1");
        for (String column : columns) {
            sql.append(" AND ").append(SqlIdentifiers.quote(column)).append(" IS NOT NULL");
        }
        return sql.append(") AND EXISTS (SELECT 1 FROM main.")
                .append(SqlIdentifiers.quote(table))
                .append(')')
                .toString();
    }
}
