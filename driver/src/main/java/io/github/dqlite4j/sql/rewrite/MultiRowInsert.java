package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.Optional;

/**
 * An {@code INSERT … VALUES (…)} of one row that may be sent with several rows at once. Nothing follows the row, all
 * parameters are in it, and all of them are plain {@code ?}. A row whose values could depend on the rows before it, by a
 * subquery, {@code last_insert_rowid()}, {@code changes()} or {@code total_changes()}, is excluded.
 */
public final class MultiRowInsert {
    private final String text;
    private final int rowStart;
    private final int rowEnd;
    private final int parametersPerRow;
    private final boolean allOrNothing;

    private MultiRowInsert(String text, int rowStart, int rowEnd, int parametersPerRow, boolean allOrNothing) {
        this.text = text;
        this.allOrNothing = allOrNothing;
        this.rowStart = rowStart;
        this.rowEnd = rowEnd;
        this.parametersPerRow = parametersPerRow;
    }

    /** The INSERT, or empty if the statement cannot be sent with several rows. */
    public static Optional<MultiRowInsert> of(SqlStatement statement) {
        SqlKind kind = statement.kind();
        if (kind != SqlKind.INSERT && kind != SqlKind.REPLACE || statement.parameterCount() == 0) {
            return Optional.empty();
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int open = rowStart(tokens);
        if (open < 0 || tokens.afterParenthesis(open) != tokens.size() || !tokens.is(tokens.size() - 1, ')')) {
            return Optional.empty();
        }
        int parameters = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (i > open && tokens.isAny(i, "SELECT", "LAST_INSERT_ROWID", "CHANGES", "TOTAL_CHANGES")) {
                return Optional.empty();
            }
            if (tokens.is(i, TokenKind.VARIABLE)) {
                if (i < open || tokens.end(i) != tokens.start(i) + 1) {
                    return Optional.empty();
                }
                parameters++;
            }
        }
        boolean allOrNothing = !tokens.is(1, "OR") || tokens.isAny(2, "ABORT", "REPLACE");
        return Optional.of(new MultiRowInsert(
                statement.text(), tokens.start(open), tokens.end(tokens.size() - 1), parameters, allOrNothing));
    }

    /**
     * Whether the statement inserts one row at most and changes no existing row, except that REPLACE deletes conflicting rows:
     * it ends with one row of values or DEFAULT VALUES. False if in doubt.
     */
    public static boolean isOneRow(SqlStatement statement) {
        if (statement.kind() != SqlKind.INSERT && statement.kind() != SqlKind.REPLACE) {
            return false;
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int end = tokens.size();
        if (end > 3 && tokens.is(end - 2, "DEFAULT") && tokens.is(end - 1, "VALUES")) {
            return true;
        }
        int open = rowStart(tokens);
        return open >= 0 && tokens.afterParenthesis(open) == end && tokens.is(end - 1, ')');
    }

    /** The index of the parenthesis that opens the row in INSERT [OR x] INTO [schema.]table [AS alias] [(columns)] VALUES (, or -1. */
    private static int rowStart(Tokens tokens) {
        int i = 1;
        if (tokens.is(i, "OR")) {
            i += 2;
        }
        if (!tokens.is(i, "INTO") || !tokens.isName(i + 1)) {
            return -1;
        }
        i += tokens.is(i + 2, '.') ? 4 : 2;
        if (tokens.is(i, "AS")) {
            i += 2;
        }
        if (tokens.is(i, '(')) {
            i = tokens.afterParenthesis(i);
        }
        return tokens.is(i, "VALUES") && tokens.is(i + 1, '(') ? i + 1 : -1;
    }

    /** The number of parameters in one row, at least one. */
    public int parametersPerRow() {
        return parametersPerRow;
    }

    /**
     * Whether a row that cannot be inserted fails the whole statement, so that no row of it is inserted. False after OR IGNORE,
     * OR FAIL and OR ROLLBACK.
     */
    public boolean allOrNothing() {
        return allOrNothing;
    }

    /** The length of the text of one row with its parentheses and a comma, in characters. */
    public int rowLength() {
        return rowEnd - rowStart + 1;
    }

    /** The text of the INSERT with this number of rows. Parameters are bound row by row. */
    public String withRows(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("rows: " + rows);
        }
        StringBuilder sql = new StringBuilder(rowEnd + (rows - 1) * rowLength());
        sql.append(text, 0, rowEnd);
        for (int i = 1; i < rows; i++) {
            sql.append(',').append(text, rowStart, rowEnd);
        }
        return sql.toString();
    }
}
