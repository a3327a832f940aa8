package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokenizer;
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
 * Finds the columns of a result by SQLite's rules. A plain column, also one in parentheses or from a subquery, common table
 * expression or view, has an origin; every other expression has none. Unlike in SQLite, a column of a compound SELECT has an
 * origin only if all members agree on the type.
 *
 * @see <a href="https://sqlite.org/c3ref/column_decltype.html">sqlite3_column_decltype</a>
 */
public final class ResultColumns {
    /**
     * The smallest message of rows that a node sends, which is one memory page of 4 KiB on most machines, less what precedes the
     * names. If the names have as many bytes, no row ever fits, and the node sends messages without end (libdqlite 1.11.1 and
     * 1.18.6).
     */
    private static final int MAX_BYTES_OF_NAMES = 4096 - 16;

    private static final int WORD = 8;
    /** Bytes of UTF-8 for each {@code char}, at most. */
    private static final int MAX_BYTES_OF_CHAR = 3;

    /** Bytes of {@code column1999}, as VALUES names its columns, with the terminating NUL and padding. */
    private static final int MAX_BYTES_OF_DEFAULT_NAME = 2 * WORD;

    private ResultColumns() {}

    /** Whether the names of the columns might fill a message, as far as the text alone shows. */
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
        return MAX_BYTES_OF_CHAR * tokens.sql().length() + MAX_BYTES_OF_DEFAULT_NAME * columns >= MAX_BYTES_OF_NAMES;
    }

    /** Whether the names of the columns certainly fill a message, so that a node would answer without end. */
    public static boolean fillMessage(SqlStatement statement, Schema schema) {
        List<SelectColumn> found = find(statement, schema);
        long bytes = 0;
        for (SelectColumn column : found == null ? List.<SelectColumn>of() : found) {
            String label = column.label();
            bytes += label == null ? WORD : (bytes(label) / WORD + 1) * WORD;
        }
        return bytes >= MAX_BYTES_OF_NAMES;
    }

    /** The names that the server gives the columns; null unless all of them are certain. */
    public static @Nullable List<String> labels(SqlStatement statement, Schema schema) {
        List<SelectColumn> found = find(statement, schema);
        List<String> labels = new ArrayList<>();
        for (SelectColumn column : found == null ? List.<SelectColumn>of() : found) {
            String label = column.label();
            if (label == null || !column.certain()) {
                return null;
            }
            labels.add(label);
        }
        return found == null ? null : Collections.unmodifiableList(labels);
    }

    private static long bytes(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x1_0000 ? 3 : 4)
                .sum();
    }

    /**
     * The origin of each column; null if there is none or it is not certain.
     *
     * @param columns the names of the columns in the server's answer
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
        return find(statement, new Reading(schema));
    }

    static @Nullable List<SelectColumn> find(SqlStatement statement, Reading reading) {
        Tokens tokens = Tokenizer.tokenize(statement.text());
        SelectReader reader = new SelectReader(tokens, reading);
        TableName target = statement.targetTable();
        if (statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES) {
            return Reading.unlessTooMuch(reader::read);
        }
        return target != null && statement.returnsRows()
                ? Reading.unlessTooMuch(() -> reader.readReturning(target))
                : null;
    }
}
