package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a result come from, by SQLite's rules: a plain column, alone or in parentheses, through subqueries, common
 * table expressions and views, has an origin; every other expression has none. Unlike there, a column of a compound SELECT has one only if all of its members
 * agree on the type.
 *
 * @see <a href="https://sqlite.org/c3ref/column_decltype.html">sqlite3_column_decltype</a>
 */
public final class ResultColumns {
    /**
     * What a node with memory pages of 4 KiB, as most have, sends in a message at least, less what precedes the names: if the
     * names have as many bytes, there is never room for a row, and the messages have no end (libdqlite 1.11.1 and 1.18.6).
     */
    private static final int MOST_BYTES_OF_NAMES = 4096 - 16;

    private static final int WORD = 8;
    private static final int LONGEST_CHARACTER = 3;

    /** Of column1999 and its end; VALUES names its columns so. */
    private static final int LONGEST_GIVEN = 2 * WORD;

    private ResultColumns() {}

    /** Whether the names of its columns might fill a message, as far as that can be told without the tables. */
    public static boolean mayFillMessage(Tokens tokens) {
        int columns = 1;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.is(i, ',')) {
                columns++;
            } else if (tokens.is(i, '*')
                    && (tokens.is(i - 1, ',')
                            || tokens.is(i - 1, '.')
                            || tokens.isAny(i - 1, "SELECT", "DISTINCT", "ALL", "RETURNING"))) {
                return true;
            }
        }
        return LONGEST_CHARACTER * tokens.sql().length() + LONGEST_GIVEN * columns >= MOST_BYTES_OF_NAMES;
    }

    /** Whether it is certain that the names of its columns fill a message, so that a node would answer without end. */
    public static boolean fillMessage(SqlStatement statement, Schema schema) {
        List<SelectColumn> found = find(statement, schema);
        long bytes = 0;
        for (SelectColumn column : found == null ? List.<SelectColumn>of() : found) {
            String label = column.label();
            bytes += label == null ? WORD : (bytes(label) / WORD + 1) * WORD;
        }
        return bytes >= MOST_BYTES_OF_NAMES;
    }

    private static long bytes(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x1_0000 ? 3 : 4)
                .sum();
    }

    /**
     * The origin of each column; null where there is none, or none that is known for certain.
     *
     * @param columns the names of the columns that the server answered with
     */
    public static List<@Nullable ColumnOrigin> origins(SqlStatement statement, List<String> columns, Schema schema) {
        List<@Nullable ColumnOrigin> origins = new ArrayList<>(Collections.nCopies(columns.size(), null));
        List<SelectColumn> found = find(statement, schema);
        if (found == null || found.size() != columns.size()) {
            return Collections.unmodifiableList(origins);
        }
        for (int i = 0; i < origins.size(); i++) {
            String label = found.get(i).label();
            if (label != null && Ascii.lower(label).equals(Ascii.lower(columns.get(i)))) {
                origins.set(i, found.get(i).origin());
            }
        }
        return Collections.unmodifiableList(origins);
    }

    private static @Nullable List<SelectColumn> find(SqlStatement statement, Schema schema) {
        Tokens tokens = Tokens.of(statement.text());
        SelectReader reader = new SelectReader(tokens, schema, 0);
        TableName target = statement.targetTable();
        if (statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES) {
            return reader.read();
        }
        return target != null && statement.returnsRows() ? reader.readReturning(target) : null;
    }
}
