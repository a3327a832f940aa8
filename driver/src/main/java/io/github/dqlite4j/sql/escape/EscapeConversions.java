package io.github.dqlite4j.sql.escape;

import io.github.dqlite4j.sql.lexer.Ascii;
import org.jspecify.annotations.Nullable;

/** {@code {fn CONVERT(value, SQL_type)}}. */
final class EscapeConversions {
    private static final String BEFORE_POINT =
            "CASE WHEN instr($1, '.') > 0 THEN substr($1, 1, instr($1, '.') - 1) ELSE $1 END";
    private static final String NANOSECONDS =
            "substr(CASE WHEN instr($1, '.') > 0 THEN substr($1, instr($1, '.') + 1) ELSE '' END || '000000000', 1, 9)";

    private EscapeConversions() {}

    /** The template for a type, with or without {@code SQL_} in front, or null if there is none. */
    static @Nullable String template(String type) {
        String upper = Ascii.upper(type);
        return switch (upper.startsWith("SQL_") ? upper.substring(4) : upper) {
            case "BIGINT", "INTEGER", "SMALLINT", "TINYINT" -> "CAST($1 AS INTEGER)";
            case "BIT", "BOOLEAN" -> "(CAST($1 AS NUMERIC) <> 0)";
            case "REAL", "FLOAT", "DOUBLE" -> "CAST($1 AS REAL)";
            case "DECIMAL", "NUMERIC" -> "CAST($1 AS NUMERIC)";
            case "CHAR",
                    "VARCHAR",
                    "LONGVARCHAR",
                    "CLOB",
                    "NCHAR",
                    "NVARCHAR",
                    "LONGNVARCHAR",
                    "NCLOB",
                    "WCHAR",
                    "WVARCHAR",
                    "WLONGVARCHAR" -> "CAST($1 AS TEXT)";
            case "BINARY", "VARBINARY", "LONGVARBINARY", "BLOB" -> "CAST($1 AS BLOB)";
            case "DATE" -> "date($1)";
            case "TIME" -> "(strftime('%H:%M:%S', " + BEFORE_POINT + ") || '.' || " + NANOSECONDS + ")";
            case "TIMESTAMP" -> "(strftime('%Y-%m-%d %H:%M:%S', " + BEFORE_POINT + ") || '.' || " + NANOSECONDS + ")";
            default -> null;
        };
    }
}
