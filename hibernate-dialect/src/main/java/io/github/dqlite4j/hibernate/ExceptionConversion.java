package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConstants;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.JDBCException;
import org.hibernate.QueryTimeoutException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.hibernate.exception.DataException;
import org.hibernate.exception.JDBCConnectionException;
import org.hibernate.exception.LockAcquisitionException;
import org.hibernate.exception.LockTimeoutException;
import org.hibernate.internal.util.JdbcExceptionHelper;
import org.jspecify.annotations.Nullable;

/**
 * Converts the driver's errors to Hibernate's, by SQLSTATE if that is specific enough, otherwise by SQLite's result code.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">Result codes of SQLite</a>
 */
final class ExceptionConversion {

    private static final int CONSTRAINT = 19;

    private static final int BUSY_SNAPSHOT = 517;

    /** The class of the SQLSTATEs of data errors, among them the wrong type of a value in a STRICT table, which SQLite calls a constraint. */
    private static final String DATA = "22";

    private static final Pattern FAILED = Pattern.compile(
            "(UNIQUE|CHECK|NOT NULL|FOREIGN KEY|PRIMARY KEY) constraint failed(?:: (.+?))?(?: \\(code \\d+\\))?$");

    private ExceptionConversion() {}

    /** Converts an error, or returns null to leave it to Hibernate's own conversion. */
    static @Nullable JDBCException convert(SQLException error, String message, @Nullable String sql) {
        String state = state(error);
        if (state.equals(DqliteConstants.SQLSTATE_ROLLED_BACK)) {
            return new LockAcquisitionException(message, error, sql);
        }
        if (state.startsWith(DqliteConstants.SQLSTATE_CLASS_CONNECTION)) {
            return new JDBCConnectionException(message, error, sql);
        }
        if (state.equals(DqliteConstants.SQLSTATE_CANCELLED)) {
            return new QueryTimeoutException(message, error, sql);
        }
        if (state.startsWith(DATA)) {
            return new DataException(message, error, sql);
        }
        return switch (primary(error)) {
            case CONSTRAINT ->
                new ConstraintViolationException(message, error, sql, kind(error), constraintName(error));
            // Nothing was executed, so the transaction may continue. With the code 517 it has to be rolled back.
            case 5, 6 ->
                JdbcExceptionHelper.extractErrorCode(error) == BUSY_SNAPSHOT
                        ? new LockAcquisitionException(message, error, sql)
                        : new LockTimeoutException(message, error, sql);
            case 18, 20 -> new DataException(message, error, sql);
            case 26 -> new JDBCConnectionException(message, error, sql);
            default -> null;
        };
    }

    /**
     * Returns the name of the constraint in the message: "t.a, t.b" for unique and not-null constraints, the name of a check constraint.
     * Null for foreign keys, whose message has no name.
     */
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

    /**
     * Returns whether the transaction is marked for rollback before the error is converted. That makes a {@code PessimisticLockException} of a lost transaction. After other
     * errors Hibernate marks it when it has converted them. It must not be marked before a {@link JDBCConnectionException} or {@code GenericJDBCException}: {@code Session.find}
     * would swallow the error, and return null as if there were no such row.
     */
    static boolean causesRollback(SQLException error) {
        return state(error).equals(DqliteConstants.SQLSTATE_ROLLED_BACK);
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

    /** Finds the last match: the driver may put its own text before the server's. */
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
        return DqliteConstants.primaryCode(JdbcExceptionHelper.extractErrorCode(error));
    }

    private static String state(SQLException error) {
        String state = JdbcExceptionHelper.extractSqlState(error);
        return state == null ? "" : state;
    }
}
