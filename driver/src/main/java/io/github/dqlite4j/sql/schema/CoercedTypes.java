package io.github.dqlite4j.sql.schema;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The four declared types whose values dqlite converts: BOOLEAN, DATE, DATETIME and TIMESTAMP, written exactly so and
 * without a length. A server sends NULL as false from a BOOLEAN column and as an empty text from the other three. A value
 * that the server cannot convert crashes the node that reads it.
 */
public final class CoercedTypes {
    private static final Set<String> NAMES = Set.of("BOOLEAN", "DATE", "DATETIME", "TIMESTAMP");

    /** Words that begin a column constraint: a declared type ends before them. */
    private static final Set<String> COLUMN_CONSTRAINT = Set.of(
            "CONSTRAINT",
            "DEFAULT",
            "NULL",
            "NOT",
            "PRIMARY",
            "UNIQUE",
            "CHECK",
            "REFERENCES",
            "COLLATE",
            "AS",
            "DEFERRABLE",
            "ON");

    /** Words that begin a table constraint instead of a column. */
    private static final Set<String> TABLE_CONSTRAINT = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    /**
     * The place in a statement where a column is declared with one of the four types.
     *
     * @param token the index of the type's name
     * @param complete whether the name is the whole declared type. If it is not, the name is in quotes and SQLite ignores the
     *     rest of the type
     */
    public record Declaration(int token, boolean complete) {}

    /**
     * A column of a CREATE TABLE or ALTER TABLE … ADD.
     *
     * @param name the index of its name; its declared type follows
     * @param end the index after the words of its declared type
     */
    public record Column(int name, int end) {}

    private final Tokens tokens;
    private final List<Declaration> found = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    private CoercedTypes(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whether a declared type is one of the four, ignoring the case of ASCII letters. */
    public static boolean contains(String declaredType) {
        return NAMES.contains(Ascii.upper(declaredType));
    }

    /**
     * The declarations in a CREATE TABLE or ALTER TABLE … ADD, in the order of the text. Empty for other statements, for
     * CREATE TABLE … AS SELECT, and for STRICT tables, which do not allow these types.
     */
    public static List<Declaration> declarations(SqlKind kind, Tokens tokens) {
        return read(kind, tokens).found;
    }

    /** The columns that such a statement declares, in the order of the text. */
    public static List<Column> columns(SqlKind kind, Tokens tokens) {
        return read(kind, tokens).columns;
    }

    private static CoercedTypes read(SqlKind kind, Tokens tokens) {
        CoercedTypes types = new CoercedTypes(tokens);
        if (kind == SqlKind.CREATE_TABLE) {
            types.createTable();
        } else if (kind == SqlKind.ALTER) {
            types.alterTable();
        }
        return types;
    }

    private void createTable() {
        int open = 0;
        while (tokens.has(open) && !tokens.is(open, '(') && !tokens.is(open, "AS")) {
            open++;
        }
        if (!tokens.is(open, '(')) {
            return;
        }
        int end = tokens.afterParenthesis(open);
        for (int i = end; i < tokens.size(); i++) {
            if (tokens.is(i, "STRICT")) {
                return;
            }
        }
        int depth = 0;
        for (int i = open; i < end; i++) {
            if (tokens.is(i, '(')) {
                depth++;
            } else if (tokens.is(i, ')')) {
                depth--;
            }
            if (depth == 1 && (tokens.is(i, ',') || i == open)) {
                column(i + 1);
            }
        }
    }

    /** {@code ALTER TABLE [schema.]table ADD [COLUMN] column}. */
    private void alterTable() {
        int add = tokens.is(3, '.') ? 5 : 3;
        if (tokens.is(1, "TABLE") && tokens.is(add, "ADD")) {
            column(tokens.is(add + 1, "COLUMN") ? add + 2 : add + 1);
        }
    }

    /** A column definition whose name is at {@code name}, or a table constraint. */
    private void column(int name) {
        if (!tokens.isName(name)
                || tokens.is(name, TokenKind.WORD) && TABLE_CONSTRAINT.contains(Ascii.upper(tokens.text(name)))) {
            return;
        }
        int type = name + 1;
        int end = type;
        while (!isEndOfType(end)) {
            end++;
        }
        columns.add(new Column(name, end));
        if (!isPartOfType(type) || !contains(tokens.name(type))) {
            return;
        }
        boolean complete = isEndOfType(type + 1) && !tokens.is(type + 1, '(');
        // SQLite reads a type that begins with a quote up to the closing quote and ignores the rest.
        boolean quoted = !tokens.is(type, TokenKind.WORD);
        if (complete || quoted) {
            found.add(new Declaration(type, complete));
        }
    }

    private boolean isPartOfType(int i) {
        return tokens.isName(i)
                && !(tokens.is(i, TokenKind.WORD) && COLUMN_CONSTRAINT.contains(Ascii.upper(tokens.text(i))));
    }

    /** Whether the declared type ends before this token. SQLite reads GENERATED ALWAYS as part of the type and removes it again. */
    private boolean isEndOfType(int i) {
        if (tokens.is(i, "GENERATED")) {
            return tokens.is(i + 1, "ALWAYS");
        }
        return !isPartOfType(i) || tokens.is(i, "ALWAYS") && tokens.is(i - 1, "TIMESTAMP");
    }
}
