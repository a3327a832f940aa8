package io.github.dqlite4j.hibernate;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.JDBCException;
import org.hibernate.QueryTimeoutException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.hibernate.exception.DataException;
import org.hibernate.exception.JDBCConnectionException;
import org.hibernate.exception.LockAcquisitionException;
import org.hibernate.internal.util.JdbcExceptionHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error: by its SQLSTATE where the driver gave one, else by SQLite's extended code.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">Result codes of SQLite</a>
 */
final class ExceptionConversion {

    static final String NOTHING_COMMITTED = "40001";

    private static final int CONSTRAINT = 19;
    private static final int PRIMARY = 0xff;
    /** SQLite's extended codes end well below dqlite's own (8202 and up), which share their low byte. */
    private static final int LAST_SQLITE_CODE = 8191;

    /** After these SQLite has rolled the transaction back by itself. */
    private static final Set<Integer> ROLLED_BACK = Set.of(4, 7, 9, 10, 11, 13);

    private static final Pattern FAILED = Pattern.compile(
            "(UNIQUE|CHECK|NOT NULL|FOREIGN KEY|PRIMARY KEY) constraint failed(?:: (.+?))?(?: \\(code \\d+\\))?$");

    private ExceptionConversion() {}

    /** @return null when the standard conversions know better */
    static @Nullable JDBCException convert(SQLException error, String message, @Nullable String sql) {
        String state = state(error);
        if (state.equals(NOTHING_COMMITTED)) {
            return new LockAcquisitionException(message, error, sql);
        }
        if (state.startsWith("08")) {
            return new JDBCConnectionException(message, error, sql);
        }
        if (state.equals("57014")) {
            return new QueryTimeoutException(message, error, sql);
        }
        return switch (primary(error)) {
            case CONSTRAINT ->
                new ConstraintViolationException(message, error, sql, kind(error), constraintName(error));
            case 5, 6 -> new LockAcquisitionException(message, error, sql);
            case 18, 20 -> new DataException(message, error, sql);
            case 26 -> new JDBCConnectionException(message, error, sql);
            default -> null;
        };
    }

    /** @return "t.a, t.b" of a unique or not-null violation, the name of a check; null for foreign keys, which tell none */
    static @Nullable String constraintName(SQLException error) {
        Matcher failed = lastFailed(error);
        String name = failed == null ? null : failed.group(2);
        if (name == null) {
            return null;
        }
        boolean unbalanced = name.endsWith(")")
                && name.chars().filter(c -> c == '(').count()
                        < name.chars().filter(c -> c == ')').count();
        return unbalanced ? name.substring(0, name.length() - 1) : name;
    }

    /** @return whether nothing of the transaction is left to go on with */
    static boolean causesRollback(SQLException error) {
        String state = state(error);
        return state.equals(NOTHING_COMMITTED) || state.startsWith("08") || ROLLED_BACK.contains(primary(error));
    }

    private static ConstraintKind kind(SQLException error) {
        switch (JdbcExceptionHelper.extractErrorCode(error)) {
            case 2067, 1555, 2579:
                return ConstraintKind.UNIQUE;
            case 787:
                return ConstraintKind.FOREIGN_KEY;
            case 1299:
                return ConstraintKind.NOT_NULL;
            case 275:
                return ConstraintKind.CHECK;
            default:
                break;
        }
        Matcher failed = lastFailed(error);
        if (failed == null) {
            boolean key = String.valueOf(error.getMessage()).contains("FOREIGN KEY constraint failed");
            return key ? ConstraintKind.FOREIGN_KEY : ConstraintKind.OTHER;
        }
        return switch (failed.group(1)) {
            case "UNIQUE", "PRIMARY KEY" -> ConstraintKind.UNIQUE;
            case "NOT NULL" -> ConstraintKind.NOT_NULL;
            case "CHECK" -> ConstraintKind.CHECK;
            default -> ConstraintKind.FOREIGN_KEY;
        };
    }

    /** The last one: a driver may put a sentence of its own before the server's. */
    private static @Nullable Matcher lastFailed(SQLException error) {
        String message = error.getMessage();
        if (message == null) {
            return null;
        }
        int at = message.lastIndexOf(" constraint failed");
        if (at < 0) {
            return null;
        }
        Matcher matcher = FAILED.matcher(message);
        return matcher.find(Math.max(0, at - "FOREIGN KEY".length())) ? matcher : null;
    }

    private static int primary(SQLException error) {
        int code = JdbcExceptionHelper.extractErrorCode(error);
        return code > LAST_SQLITE_CODE ? 0 : code & PRIMARY;
    }

    private static String state(SQLException error) {
        String state = JdbcExceptionHelper.extractSqlState(error);
        return state == null ? "" : state;
    }
}
