package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.ReturningClause;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rewrites a statement so that its result contains no plain column. A server converts values by the declared type of plain
 * columns only, and sends {@code +column} as it is stored. See {@link io.github.dqlite4j.sql.schema.CoercedTypes}.
 */
public final class ColumnTypeMask {
    private static final String[] AFTER_FIRST = {"UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT"};

    private ColumnTypeMask() {}

    /**
     * The query without any row, to learn the names of its columns. Its parameters are the first ones of the query. For a
     * compound query it is the first member, which determines the names; the whole query would be executed despite its LIMIT.
     *
     * @param query a SELECT or VALUES
     */
    public static String probe(SqlStatement query) {
        Tokens tokens = Tokenizer.tokenize(query.text());
        boolean values = false;
        int tail = 0;
        while (tokens.has(tail) && !tokens.isAny(tail, AFTER_FIRST)) {
            if (tokens.isAny(tail, "SELECT", "VALUES")) {
                values = tokens.is(tail, "VALUES");
            }
            tail = tokens.is(tail, '(') ? tokens.afterParenthesis(tail) : tail + 1;
        }
        int end = tokens.has(tail) ? tokens.start(tail) : tokens.end(tokens.size() - 1);
        String first = query.text().substring(0, end).stripTrailing();
        // VALUES allows no LIMIT.
        return values ? "SELECT * FROM (" + first + "\n) LIMIT 0" : first + "\nLIMIT 0";
    }

    /**
     * A query for the columns of a RETURNING clause that returns no row.
     *
     * @param statement an INSERT, UPDATE or DELETE that has the clause
     */
    public static String probe(SqlStatement statement, TableName target) {
        Tokens tokens = Tokenizer.tokenize(statement.text());
        String schema = target.schema() == null ? "" : SqlIdentifiers.quote(target.schema()) + '.';
        return "SELECT" + statement.text().substring(tokens.end(ReturningClause.find(tokens))) + "\nFROM " + schema
                + SqlIdentifiers.quote(target.name()) + " LIMIT 0";
    }

    /**
     * The query with its plain columns hidden, and the same parameters, rows, order and column names.
     *
     * @param query a SELECT or VALUES
     * @param columns the names of its columns, from {@link #probe}
     */
    public static String wrap(SqlStatement query, List<String> columns) {
        String inner = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String outer = IntStream.range(0, columns.size())
                .mapToObj(i -> "+c" + i + " AS " + SqlIdentifiers.quote(columns.get(i)))
                .collect(Collectors.joining(","));
        String name = WideNames.unused(query.text());
        return "WITH " + name + "(" + inner + ") AS (" + query.text() + "\n) SELECT " + outer + " FROM " + name;
    }

    /** A query for all columns of a table or view that returns no row. */
    public static String all(TableName table) {
        String schema = table.schema();
        return "SELECT * FROM " + (schema == null ? "" : SqlIdentifiers.quote(schema) + ".")
                + SqlIdentifiers.quote(table.name()) + " LIMIT 0";
    }

    /**
     * The INSERT, UPDATE or DELETE with the plain columns of its RETURNING clause hidden.
     *
     * @param columns the columns of its table, as {@code *} would return them
     */
    public static String returning(SqlStatement statement, List<String> columns) {
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int at = ReturningClause.find(tokens);
        StringBuilder text = new StringBuilder(statement.text().substring(0, tokens.end(at)));
        String comma = " ";
        for (int i = at + 1; i < tokens.size(); ) {
            int end = i;
            while (tokens.has(end) && !tokens.is(end, ',')) {
                end = tokens.is(end, '(') ? tokens.afterParenthesis(end) : end + 1;
            }
            if (end > i) {
                text.append(comma).append(item(statement.text(), tokens, i, end, columns));
                comma = ", ";
            }
            i = end + 1;
        }
        return text.toString();
    }

    private static String item(String sql, Tokens tokens, int from, int to, List<String> columns) {
        if (tokens.is(from, '*')) {
            return columns.stream().map(ColumnTypeMask::hidden).collect(Collectors.joining(", "));
        }
        String item = sql.substring(tokens.start(from), tokens.end(to - 1));
        if (!mayBePlain(tokens, from)) {
            return item;
        }
        int end = plainEnd(tokens, from, to);
        boolean alias = tokens.isName(to - 1)
                && (end == to - 1 && !tokens.isAny(end, "ISNULL", "NOTNULL") || end == to - 2 && tokens.is(end, "AS"));
        if (end != to && !alias) {
            return item;
        }
        String name = end == to ? columnName(tokens, to - 1, item) : tokens.name(to - 1);
        return "+" + sql.substring(tokens.start(from), tokens.end(end - 1)) + " AS " + SqlIdentifiers.quote(name);
    }

    /** SQLite names a plain column by its name, and any other expression by its text. */
    private static String columnName(Tokens tokens, int last, String item) {
        return tokens.isName(last) ? tokens.name(last) : item;
    }

    private static boolean mayBePlain(Tokens tokens, int from) {
        return tokens.is(from, '(')
                || tokens.is(from, TokenKind.QUOTED)
                || tokens.is(from, TokenKind.WORD) && !tokens.is(from, "NOT");
    }

    /** The index after the column, qualified column or parenthesis that begins at {@code from}. */
    private static int plainEnd(Tokens tokens, int from, int to) {
        if (tokens.is(from, '(')) {
            return Math.min(tokens.afterParenthesis(from), to);
        }
        int end = from + 1;
        while (tokens.is(end, '.') && end + 1 < to) {
            end += 2;
        }
        return end;
    }

    private static String hidden(String column) {
        String name = SqlIdentifiers.quote(column);
        return "+" + name + " AS " + name;
    }
}
