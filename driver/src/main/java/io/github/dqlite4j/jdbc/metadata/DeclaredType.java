package io.github.dqlite4j.jdbc.metadata;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC type of a declared type: by its name if that is known, else by SQLite's rules of affinity, else VARCHAR, since every value
 * can be read as text.
 *
 * <p>FLOAT and REAL are DOUBLE, since SQLite stores every such value as one. Hibernate takes the precision of FLOAT for binary digits and
 * reads a column of 17 as a Float.
 *
 * @param name in upper case, without arguments
 * @param size characters, bytes or digits: as declared, or the most that SQLite and the driver's text form of dates allow
 * @param digits after the point, or null if unknown
 * @see <a href="https://sqlite.org/datatype3.html#determination_of_column_affinity">SQLite: affinity</a>
 */
public record DeclaredType(
        String name, int jdbcType, int size, @Nullable Integer digits) {
    /** The longest text or blob, in bytes. */
    static final int LONGEST = 1_000_000_000;

    private static final int DOUBLE_DIGITS = 17;
    private static final int NUMERIC_DIGITS = 15;
    private static final int NANOSECONDS = 9;
    private static final int UUID_CHARACTERS = 36;

    public static DeclaredType of(@Nullable String declared) {
        String text =
                declared == null ? "" : declared.trim().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        int open = text.indexOf('(');
        int close = text.indexOf(')', open + 1);
        if (open < 0 || close < 0) {
            return of(text, -1, -1);
        }
        String name = (text.substring(0, open).trim() + " "
                        + text.substring(close + 1).trim())
                .trim();
        String[] arguments = text.substring(open + 1, close).split(",", -1);
        return of(name, number(arguments[0]), arguments.length > 1 ? number(arguments[1]) : -1);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static DeclaredType of(String name, int first, int second) {
        int type = jdbcType(name, second >= 0);
        return switch (type) {
            case Types.BOOLEAN -> new DeclaredType(name, type, 1, null);
            case Types.TINYINT -> new DeclaredType(name, type, 3, 0);
            case Types.SMALLINT -> new DeclaredType(name, type, 5, 0);
            case Types.INTEGER -> new DeclaredType(name, type, 10, 0);
            case Types.BIGINT -> new DeclaredType(name, type, 19, 0);
            case Types.DOUBLE -> new DeclaredType(name, type, DOUBLE_DIGITS, null);
            case Types.DECIMAL, Types.NUMERIC ->
                first < 0
                        ? new DeclaredType(name, type, NUMERIC_DIGITS, null)
                        : new DeclaredType(name, type, first, Math.max(second, 0));
            case Types.DATE -> new DeclaredType(name, type, 10, null);
            case Types.TIME -> temporal(name, type, 8, first);
            case Types.TIME_WITH_TIMEZONE -> temporal(name, type, 14, first);
            case Types.TIMESTAMP -> temporal(name, type, 19, first);
            case Types.TIMESTAMP_WITH_TIMEZONE -> temporal(name, type, 25, first);
            case Types.OTHER -> new DeclaredType(name, type, UUID_CHARACTERS, null);
            default -> new DeclaredType(name, type, first < 0 ? LONGEST : first, null);
        };
    }

    private static DeclaredType temporal(String name, int type, int seconds, int declared) {
        int digits = declared < 0 ? NANOSECONDS : Math.min(declared, NANOSECONDS);
        return new DeclaredType(name, type, digits == 0 ? seconds : seconds + 1 + digits, digits);
    }

    private static int jdbcType(String name, boolean scaled) {
        return switch (name) {
            case "BOOLEAN", "BOOL" -> Types.BOOLEAN;
            case "DATE" -> Types.DATE;
            case "TIME" -> Types.TIME;
            case "TIME WITH TIME ZONE" -> Types.TIME_WITH_TIMEZONE;
            case "TIME WITHOUT TIME ZONE" -> Types.TIME;
            case "DATETIME", "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE" -> Types.TIMESTAMP;
            case "TIMESTAMP WITH TIME ZONE" -> Types.TIMESTAMP_WITH_TIMEZONE;
            case "TINYINT" -> Types.TINYINT;
            case "SMALLINT", "INT2" -> Types.SMALLINT;
            case "INT", "INTEGER", "MEDIUMINT", "INT4" -> Types.INTEGER;
            case "DECIMAL", "DEC" -> Types.DECIMAL;
            case "NUMERIC", "NUMBER", "NUM" -> Types.NUMERIC;
            case "CHAR", "CHARACTER" -> Types.CHAR;
            case "NCHAR", "NATIVE CHARACTER" -> Types.NCHAR;
            case "NVARCHAR" -> Types.NVARCHAR;
            case "CLOB" -> Types.CLOB;
            case "NCLOB" -> Types.NCLOB;
            case "BINARY" -> Types.BINARY;
            case "VARBINARY" -> Types.VARBINARY;
            case "UUID" -> Types.OTHER;
            default -> byAffinity(name, scaled);
        };
    }

    private static int byAffinity(String name, boolean scaled) {
        if (name.contains("INT")) {
            return Types.BIGINT;
        } else if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
            return Types.VARCHAR;
        } else if (name.contains("BLOB")) {
            return Types.BLOB;
        } else if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
            return Types.DOUBLE;
        }
        return scaled ? Types.NUMERIC : Types.VARCHAR;
    }

    /** 10 for numbers, else null. */
    @Nullable
    Integer radix() {
        return isNumber() ? 10 : null;
    }

    /** The most bytes that a value of the declared size takes, or null if the type is neither text nor bytes. */
    @Nullable
    Integer octets() {
        return switch (jdbcType) {
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB, Types.NCLOB ->
                (int) Math.min(4L * size, LONGEST);
            case Types.BINARY, Types.VARBINARY, Types.BLOB -> size;
            default -> null;
        };
    }

    public boolean isNumber() {
        return switch (jdbcType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            case Types.DOUBLE, Types.DECIMAL, Types.NUMERIC -> true;
            default -> false;
        };
    }

    public boolean isText() {
        return switch (jdbcType) {
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB, Types.NCLOB -> true;
            default -> false;
        };
    }

    /** The class that {@code getObject} returns for a value that fits the declaration. */
    public Class<?> javaClass() {
        return switch (jdbcType) {
            case Types.BOOLEAN -> Boolean.class;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Integer.class;
            case Types.BIGINT -> Long.class;
            case Types.DOUBLE -> Double.class;
            case Types.DECIMAL -> BigDecimal.class;
            case Types.NUMERIC -> name.equals("NUMERIC") ? BigDecimal.class : Object.class;
            case Types.DATE -> java.sql.Date.class;
            case Types.TIME -> java.sql.Time.class;
            case Types.TIMESTAMP -> java.sql.Timestamp.class;
            case Types.TIME_WITH_TIMEZONE -> OffsetTime.class;
            case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
            case Types.BINARY, Types.VARBINARY, Types.BLOB -> byte[].class;
            case Types.OTHER -> UUID.class;
            default -> name.isEmpty() ? Object.class : String.class;
        };
    }
}
