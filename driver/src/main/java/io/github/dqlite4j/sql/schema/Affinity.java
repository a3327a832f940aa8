package io.github.dqlite4j.sql.schema;

import io.github.dqlite4j.sql.lexer.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * What SQLite does to a value that is stored in a column, by the column's declared type.
 *
 * @see <a href="https://sqlite.org/datatype3.html#determination_of_column_affinity">SQLite: affinity</a>
 */
public enum Affinity {
    INTEGER,
    TEXT,
    BLOB,
    REAL,
    NUMERIC;

    public static Affinity of(@Nullable String declaredType) {
        String type = declaredType == null ? "" : Ascii.upper(declaredType);
        if (type.contains("INT")) {
            return INTEGER;
        } else if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        } else if (type.isBlank() || type.contains("BLOB")) {
            return BLOB;
        } else if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return REAL;
        }
        return NUMERIC;
    }

    /** Whether the column promises exact numbers, though SQLite makes a REAL of a text that has more digits. */
    public boolean isExact() {
        return this == INTEGER || this == NUMERIC;
    }
}
