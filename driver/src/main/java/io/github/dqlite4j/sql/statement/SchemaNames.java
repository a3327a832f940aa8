package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;

/**
 * Result columns that are named by the schema: those of {@code *}, and a row id, which has the name of the INTEGER PRIMARY KEY if the table has
 * one. Any other column is named by the text, so that the statement fails when the schema has lost that column.
 */
public final class SchemaNames {
    private static final String[] ROW_IDS = {"ROWID", "OID", "_ROWID_"};
    private static final int SHORTEST_QUOTED = 5;
    private static final int LONGEST_QUOTED = 9;

    private SchemaNames() {}

    /** Whether such columns occur anywhere in the text; the {@code *} of {@code count(*)} and of a product do not count. */
    public static boolean occur(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.is(i, '*') ? isAllColumns(tokens, i) : isRowId(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAllColumns(Tokens tokens, int i) {
        return tokens.is(i - 1, ',')
                || tokens.is(i - 1, '.')
                || tokens.isAny(i - 1, "SELECT", "DISTINCT", "ALL", "RETURNING");
    }

    private static boolean isRowId(Tokens tokens, int i) {
        if (tokens.is(i, TokenKind.WORD)) {
            return tokens.isAny(i, ROW_IDS);
        }
        int length = tokens.end(i) - tokens.start(i);
        if (!tokens.is(i, TokenKind.QUOTED) || length < SHORTEST_QUOTED || length > LONGEST_QUOTED) {
            return false;
        }
        String name = tokens.name(i);
        for (String rowId : ROW_IDS) {
            if (Ascii.equalsIgnoreCase(name, 0, name.length(), rowId)) {
                return true;
            }
        }
        return false;
    }
}
