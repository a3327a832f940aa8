package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of SQL, cut into its statements. Immutable.
 *
 * @param statements in the order of the text; empty ones (nothing but comments and semicolons) are left out
 */
public record SqlScript(List<SqlStatement> statements) {
    public SqlScript {
        statements = List.copyOf(statements);
    }

    /**
     * Cuts a text where SQLite would. Never throws: what is no SQL comes out as a statement that the server will refuse.
     * Time is linear in the length of the text.
     */
    public static SqlScript parse(String sql) {
        Tokens tokens = Tokens.of(sql);
        List<SqlStatement> statements = new ArrayList<>(1);
        int from = 0;
        while (from < tokens.size()) {
            int to = StatementSplitter.find(tokens, from);
            if (to > from) {
                statements.add(SqlStatement.of(tokens.range(from, to)));
            }
            from = to + 1;
        }
        return new SqlScript(statements);
    }
}
