package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlScript;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rewrites a statement so that its result holds no plain column. A server looks at the declared type of plain columns only; of
 * {@code +column} it sends the value as it is stored. See {@link DeclaredTypes} for what it does otherwise.
 */
public final class ColumnTypeMask {
    private static final String[] AFTER_FIRST = {"UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT"};

    private ColumnTypeMask() {}

    /**
     * The same query without any row, to learn the names of its columns. Its parameters are the first of the query's. Of a compound
     * query it is the first member, which gives the names: the whole would be executed in spite of its LIMIT.
     *
     * @param query a SELECT or VALUES
     */
    public static SqlStatement probe(SqlStatement query) {
        Tokens tokens = Tokens.of(query.text());
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
        // VALUES takes no LIMIT.
        return parse(values ? "SELECT * FROM (" + first + "\n) LIMIT 0" : first + "\nLIMIT 0");
    }

    /**
     * A query for the columns of a RETURNING clause, without any row.
     *
     * @param statement an INSERT, UPDATE or DELETE that has one
     */
    public static SqlStatement probe(SqlStatement statement, TableName target) {
        Tokens tokens = Tokens.of(statement.text());
        String schema = target.schema() == null ? "" : SqlIdentifiers.quote(target.schema()) + '.';
        return parse("SELECT" + statement.text().substring(tokens.end(returning(tokens))) + "\nFROM " + schema
                + SqlIdentifiers.quote(target.name()) + " LIMIT 0");
    }

    /** The index of the word that begins the clause. */
    public static int returning(Tokens tokens) {
        int at = tokens.size() - 1;
        for (int i = 0; i < tokens.size(); i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.is(i, "RETURNING")) {
                at = i;
            }
        }
        return at;
    }

    /**
     * The same query, with the same parameters, rows, order and column names.
     *
     * @param query a SELECT or VALUES
     * @param columns what {@link #probe} was answered with
     */
    public static SqlStatement wrap(SqlStatement query, List<String> columns) {
        String inner = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String outer = IntStream.range(0, columns.size())
                .mapToObj(i -> "+c" + i + " AS " + SqlIdentifiers.quote(columns.get(i)))
                .collect(Collectors.joining(","));
        return parse("WITH d(" + inner + ") AS (" + query.text() + "\n) SELECT " + outer + " FROM d");
    }

    /** All columns of a table or view, and no row. */
    public static SqlStatement all(TableName table) {
        String schema = table.schema();
        return parse("SELECT * FROM " + (schema == null ? "" : SqlIdentifiers.quote(schema) + ".")
                + SqlIdentifiers.quote(table.name()) + " LIMIT 0");
    }

    /**
     * The same writing statement with the plain columns of its RETURNING clause hidden.
     *
     * @param columns the columns of its table, as {@code *} would give them
     */
    public static SqlStatement returning(SqlStatement statement, List<String> columns) {
        Tokens tokens = Tokens.of(statement.text());
        int at = returning(tokens);
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
        return parse(text.toString());
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

    /** SQLite names a plain column by itself, anything else by its text. */
    private static String columnName(Tokens tokens, int last, String item) {
        return tokens.isName(last) ? tokens.name(last) : item;
    }

    private static boolean mayBePlain(Tokens tokens, int from) {
        return tokens.is(from, '(')
                || tokens.is(from, TokenKind.QUOTED)
                || tokens.is(from, TokenKind.WORD) && !tokens.is(from, "NOT");
    }

    /** Where a column, a qualified column, or something in parentheses ends that begins here. */
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

    private static SqlStatement parse(String sql) {
        return SqlScript.parse(sql).statements().get(0);
    }
}
