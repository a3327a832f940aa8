package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Makes a query fail at a node whose schema has another version than the one that is known. The check is a part of the LIMIT or OFFSET, which
 * SQLite computes once before the first row, in the snapshot that the query reads.
 */
public final class SchemaVersionCheck {
    private static final String FAILS = "'the schema has changed'";

    private SchemaVersionCheck() {}

    /**
     * The query with the same parameters, rows, order, types and names. A server answers it with "datatype mismatch" (20) if the version is another
     * one.
     *
     * @param query a SELECT or VALUES
     * @return null if the text has no place for the check
     */
    public static @Nullable String add(SqlStatement query, long version) {
        String sql = query.text();
        Tokens tokens = Tokenizer.tokenize(sql);
        int limit = -1;
        boolean values = false;
        for (int i = 0; i < tokens.size(); i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.isAny(i, "SELECT", "VALUES")) {
                values = tokens.is(i, "VALUES");
            } else if (tokens.is(i, "LIMIT")) {
                limit = i;
            }
        }
        if (values) {
            // VALUES allows no LIMIT.
            return null;
        }
        if (limit < 0) {
            return sql + " LIMIT " + choose(version, "-1");
        }
        int end = limit + 1;
        while (tokens.has(end) && !tokens.is(end, ',') && !tokens.is(end, "OFFSET")) {
            end = tokens.is(end, '(') ? tokens.afterParenthesis(end) : end + 1;
        }
        if (end == limit + 1) {
            return null;
        }
        if (isZero(tokens, limit + 1, end)) {
            // SQLite does not compute the offset of no rows.
            return replaced(sql, tokens, limit + 1, end, version);
        }
        if (!tokens.has(end)) {
            return sql + " OFFSET " + choose(version, "0");
        }
        return tokens.is(end, ',')
                ? replaced(sql, tokens, limit + 1, end, version)
                : replaced(sql, tokens, end + 1, tokens.size(), version);
    }

    private static boolean isZero(Tokens tokens, int from, int to) {
        return to == from + 1
                && tokens.is(from, TokenKind.NUMBER)
                && tokens.text(from).equals("0");
    }

    private static @Nullable String replaced(String sql, Tokens tokens, int from, int to, long version) {
        if (to <= from) {
            return null;
        }
        int start = tokens.start(from);
        int end = tokens.end(to - 1);
        return sql.substring(0, start) + choose(version, "(" + sql.substring(start, end) + ")") + sql.substring(end);
    }

    private static String choose(long version, String value) {
        return "CASE (SELECT schema_version FROM pragma_schema_version) WHEN " + version + " THEN " + value + " ELSE "
                + FAILS + " END";
    }
}
