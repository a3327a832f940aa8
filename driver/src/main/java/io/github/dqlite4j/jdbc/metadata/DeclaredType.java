package io.github.dqlite4j.jdbc.metadata;

import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a declared type says to JDBC, by its name first and SQLite's rules of affinity else.
 *
 * @param name without arguments; they are told as precision and scale
 */
public record DeclaredType(String name, int jdbcType, int precision, int scale) {
    public static DeclaredType of(@Nullable String declared) {
        String text = declared == null ? "" : declared.trim();
        int open = text.indexOf('(');
        String name = (open < 0 ? text : text.substring(0, open)).trim();
        int precision = 0;
        int scale = 0;
        if (open >= 0) {
            String[] arguments = text.substring(open + 1).replace(")", "").split(",");
            precision = number(arguments[0]);
            scale = arguments.length > 1 ? number(arguments[1]) : 0;
        }
        return new DeclaredType(name, jdbcType(name.toUpperCase(Locale.ROOT)), precision, scale);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static int jdbcType(String name) {
        return switch (name) {
            case "BOOLEAN", "BOOL" -> Types.BOOLEAN;
            case "DATE" -> Types.DATE;
            case "TIME" -> Types.TIME;
            case "DATETIME", "TIMESTAMP" -> Types.TIMESTAMP;
            case "TINYINT" -> Types.TINYINT;
            case "SMALLINT" -> Types.SMALLINT;
            case "BIGINT" -> Types.BIGINT;
            case "INT", "INTEGER" -> Types.INTEGER;
            case "DECIMAL" -> Types.DECIMAL;
            case "NUMERIC" -> Types.NUMERIC;
            case "FLOAT" -> Types.FLOAT;
            case "REAL" -> Types.REAL;
            case "CHAR" -> Types.CHAR;
            case "CLOB" -> Types.CLOB;
            case "", "BLOB" -> Types.BLOB;
            default -> byAffinity(name);
        };
    }

    private static int byAffinity(String name) {
        if (name.contains("INT")) {
            return Types.BIGINT;
        } else if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
            return Types.VARCHAR;
        } else if (name.contains("BLOB")) {
            return Types.BLOB;
        } else if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
            return Types.DOUBLE;
        }
        return Types.NUMERIC;
    }
}
