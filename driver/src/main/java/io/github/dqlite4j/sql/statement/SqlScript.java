package io.github.dqlite4j.sql.statement;

import java.util.List;

/**
 * The statements of a text of SQL.
 *
 * @param statements in the order of the text, without empty ones (those of comments and semicolons only)
 */
public record SqlScript(List<SqlStatement> statements) {
    public SqlScript {
        statements = List.copyOf(statements);
    }
}
