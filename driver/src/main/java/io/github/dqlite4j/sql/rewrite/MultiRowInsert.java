package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.Optional;

/**
 * An {@code INSERT … VALUES (…)} of one row, with nothing behind the row and only plain {@code ?} parameters, all of them
 * in that row: such a statement may be sent with several rows at once. A row whose values could depend on the rows before it
 * (by a subquery, or {@code last_insert_rowid()} and the like) does not count.
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

    public static Optional<MultiRowInsert> of(SqlStatement statement) {
        SqlKind kind = statement.kind();
        if (kind != SqlKind.INSERT && kind != SqlKind.REPLACE || statement.parameterCount() == 0) {
            return Optional.empty();
        }
        Tokens tokens = Tokens.of(statement.text());
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
     * Whether the statement inserts one row at most, and changes none that is there, except that REPLACE removes what is in the way:
     * one row of values, or DEFAULT VALUES, with nothing behind it. False when that cannot be told.
     */
    public static boolean isOneRow(SqlStatement statement) {
        if (statement.kind() != SqlKind.INSERT && statement.kind() != SqlKind.REPLACE) {
            return false;
        }
        Tokens tokens = Tokens.of(statement.text());
        int end = tokens.size();
        if (end > 3 && tokens.is(end - 2, "DEFAULT") && tokens.is(end - 1, "VALUES")) {
            return true;
        }
        int open = rowStart(tokens);
        return open >= 0 && tokens.afterParenthesis(open) == end && tokens.is(end - 1, ')');
    }

    /** The index of the parenthesis that opens the row, or -1: INSERT [OR x] INTO [schema.]table [AS alias] [(columns)] VALUES (. */
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

    /** How many parameters one row has, at least one. */
    public int parametersPerRow() {
        return parametersPerRow;
    }

    /**
     * Whether a row that cannot be inserted fails the whole statement, so that nothing of it is left: not so after OR IGNORE, OR FAIL and
     * OR ROLLBACK.
     */
    public boolean allOrNothing() {
        return allOrNothing;
    }

    /** The length of the text of one row, with its parentheses and a comma, in characters. */
    public int rowLength() {
        return rowEnd - rowStart + 1;
    }

    /** The same INSERT with {@code rows} rows. Parameters are bound row after row. */
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
