package io.github.dqlite4j.jdbc.error;

import io.github.dqlite4j.engine.schema.CoercedColumns;
import io.github.dqlite4j.sql.statement.Refusal;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.value.ConversionException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** The one table of code to SQLSTATE and exception class. Vendor codes are SQLite's extended codes or dqlite's own. */
public final class SqlExceptions {
    public static final int BUSY = 5;
    public static final int CONSTRAINT = 19;
    public static final int BUSY_SNAPSHOT = 517;
    private static final int NOT_LEADER = 10250;
    private static final int LEADERSHIP_LOST = 10506;
    private static final int OLD_NOT_LEADER = 8202;
    private static final int OLD_LEADERSHIP_LOST = 8458;
    private static final int LARGEST = 0xffff;
    private static final int NO_CODE = -1;

    private SqlExceptions() {}

    /** Nothing was executed, since the node does not lead (any more). */
    public static boolean notLeader(TransportException.ServerFailure e) {
        return e.code() == NOT_LEADER
                || e.code() == OLD_NOT_LEADER
                || e.code() == 12 && String.valueOf(e.getMessage()).startsWith("no database opened");
    }

    /** The node stopped leading while it executed: whether the change will be there is not known. */
    public static boolean leadershipLost(TransportException.ServerFailure e) {
        return e.code() == LEADERSHIP_LOST || e.code() == OLD_LEADERSHIP_LOST;
    }

    /** After these SQLite has rolled the transaction back by itself. */
    public static boolean endsTransaction(TransportException.ServerFailure e) {
        return switch (primary(e.code())) {
            case 4, 7, 9, 10, 11, 13 -> true;
            default -> false;
        };
    }

    /** The server rolled the transaction back before, and this COMMIT or ROLLBACK found none. */
    public static boolean noTransaction(TransportException.ServerFailure e) {
        return e.code() == 1 && String.valueOf(e.getMessage()).contains("no transaction is active");
    }

    public static int primary(long code) {
        if (code < 0 || code > LARGEST) {
            return NO_CODE;
        }
        return code >= 1001 && code <= 1005 ? (int) code : (int) (code & 0xff);
    }

    public static SQLException of(TransportException.ServerFailure e) {
        String message = e.getMessage() + " (code " + e.code() + ")";
        int code = vendor(e);
        return switch (code) {
            case 2067, 1555, 2579 -> new SQLIntegrityConstraintViolationException(message, "23505", code, e);
            case 787, 3091 -> new SQLIntegrityConstraintViolationException(message, "23503", code, e);
            case 1299 -> new SQLIntegrityConstraintViolationException(message, "23502", code, e);
            case 275 -> new SQLIntegrityConstraintViolationException(message, "23514", code, e);
            case 1811 ->
                String.valueOf(e.getMessage()).contains(CoercedColumns.REASON)
                        ? new SQLDataException(message, "22018", code, e)
                        : new SQLIntegrityConstraintViolationException(message, "23000", code, e);
            case BUSY_SNAPSHOT -> new SQLTransactionRollbackException(message, "40001", code, e);
            default -> ofPrimary(message, code, e);
        };
    }

    private static SQLException ofPrimary(String message, int code, TransportException.ServerFailure e) {
        return switch (primary(code)) {
            case 0, 1 -> syntax(message, code, e);
            // A text that was prepared again after a change of the schema, and is wrong now or was always.
            case 17 ->
                String.valueOf(e.getMessage()).startsWith("database schema")
                        ? new SQLTransientException(message, "58000", code, e)
                        : syntax(message, code, e);
            case 3, 23 -> new SQLSyntaxErrorException(message, "42501", code, e);
            case 5, 6 -> new SQLTransientException(message, "55P03", code, e);
            case 8 -> new SQLNonTransientException(message, "25006", code, e);
            case 9 -> new SQLTimeoutException(message, "57014", code, e);
            case 7, 13 -> new SQLNonTransientException(message, "53000", code, e);
            case 18 -> new SQLDataException(message, "22001", code, e);
            case 19 -> new SQLIntegrityConstraintViolationException(message, "23000", code, e);
            case 20 -> new SQLDataException(message, "22018", code, e);
            case 25 -> new SQLDataException(message, "07001", code, e);
            case 1001, 1002, 1005 -> new SQLNonTransientConnectionException(message, "08P01", code, e);
            default -> new SQLNonTransientException(message, "58000", code, e);
        };
    }

    private static SQLException syntax(String message, int code, TransportException.ServerFailure e) {
        String text = String.valueOf(e.getMessage());
        String state = text.startsWith("no such table")
                ? "42S02"
                : text.startsWith("no such column") ? "42S22" : text.contains("already exists") ? "42S01" : "42000";
        return new SQLSyntaxErrorException(message, state, code, e);
    }

    /** A value that could not be converted. */
    public static SQLException of(ConversionException e) {
        String message = e.getMessage();
        return switch (e.kind()) {
            case OUT_OF_RANGE -> new SQLDataException(message, "22003", e);
            case NOT_CONVERTIBLE -> new SQLDataException(message, "22018", e);
            case NOT_A_DATE -> new SQLDataException(message, "22007", e);
            case DATE_OUT_OF_RANGE -> new SQLDataException(message, "22008", e);
            case UNSUPPORTED_CHARACTER -> new SQLDataException(message, "22021", e);
            case UNSUPPORTED_TYPE -> new SQLException(message, "07006", e);
        };
    }

    /** Nothing of the transaction is left; it may be run again on the same connection. */
    public static SQLException rolledBack(Throwable cause) {
        return new SQLTransactionRollbackException(
                "The leader of the cluster changed and the transaction was rolled back; it can be run again: "
                        + cause.getMessage(),
                "40001",
                vendor(cause),
                cause);
    }

    /** The same, told again to a caller who went on. */
    public static SQLException rolledBackBefore(String what) {
        return new SQLTransactionRollbackException("The transaction was rolled back before: " + what, "40001");
    }

    public static SQLException snapshot(TransportException.ServerFailure e) {
        return new SQLTransactionRollbackException(
                "The transaction read what has been changed since, and was rolled back; run it again",
                "40001",
                BUSY_SNAPSHOT,
                e);
    }

    public static SQLException busy(String message, @Nullable Throwable cause) {
        return new SQLTransientException(message, "55P03", BUSY, cause);
    }

    /** Another result of the connection is too large to be put aside. */
    public static SQLException tooMuch() {
        return new SQLNonTransientException(
                "The rest of another result is too large to be kept in memory; read it to its end or close it first",
                "53000");
    }

    public static SQLException timeout(String message, @Nullable Throwable cause) {
        return new SQLTimeoutException(message, "57014", cause);
    }

    /** By {@code cancel} or the query timeout; nothing was changed. */
    public static SQLException stopped(TransportException.Disconnected e, boolean inTransaction) {
        String end = inTransaction ? "; the transaction was rolled back" : "";
        return e.reason() == TransportException.Disconnected.Reason.CANCELLED
                ? new SQLNonTransientException("The statement was cancelled" + end, "57014", e)
                : timeout("The query timeout ended before the answer came" + end, e);
    }

    /** Whether the change was made is not known; the connection is closed. */
    public static SQLException unknown(Throwable cause) {
        return new SQLNonTransientConnectionException(
                "It is not known whether the change was made: the node was lost before it answered. Look before it is made"
                        + " again: " + cause.getMessage(),
                "08007",
                vendor(cause),
                cause);
    }

    public static SQLException unreachable(String message, @Nullable Throwable cause) {
        return new SQLTransientConnectionException(message, "08001", cause);
    }

    public static SQLException lost(Throwable cause) {
        return new SQLTransientConnectionException(
                "The connection was lost: " + cause.getMessage(), "08006", vendor(cause), cause);
    }

    /** What came is not the protocol, and would be no other the next time. */
    public static SQLException violation(TransportException.Disconnected cause, boolean inTransaction) {
        return new SQLNonTransientConnectionException(
                cause.getMessage() + (inTransaction ? "; the transaction was rolled back" : ""), "08P01", cause);
    }

    public static SQLException closed(String what) {
        return new SQLNonTransientConnectionException("The " + what + " is closed", "08003");
    }

    public static SQLException closedObject(String what) {
        return new SQLNonTransientException("The " + what + " is closed", "24000");
    }

    /** Not 0A000: pools throw a connection away on that. */
    public static SQLException unsupported(String what) {
        return new SQLFeatureNotSupportedException(what + " does not exist in dqlite", "HYC00");
    }

    public static SQLException usage(String message) {
        return new SQLNonTransientException(message, "HY000");
    }

    public static SQLException tooManyParameters(int count) {
        return new SQLNonTransientException(
                "This server takes 255 parameters in a statement and not " + count
                        + ". Use several statements, or pass a list as one JSON text and read it with json_each(?)",
                "54000");
    }

    public static SQLException namesFillMessage() {
        return new SQLNonTransientException(
                "The names of the result's columns have 4080 bytes or more, each with its end rounded up to 8: a node would"
                        + " answer without end. Give the columns shorter names, or select fewer",
                "54000");
    }

    /** @throws SQLException 42501 if the statement could harm a node */
    public static void checkAllowed(SqlStatement statement) throws SQLException {
        checkAllowed(statement.refusal());
    }

    public static void checkAllowed(@Nullable Refusal refusal) throws SQLException {
        if (refusal != null) {
            throw new SQLSyntaxErrorException(refusal.message(), "42501");
        }
    }

    private static int vendor(Throwable cause) {
        if (cause instanceof TransportException.ServerFailure server) {
            return server.code() >= 0 && server.code() <= LARGEST ? (int) server.code() : NO_CODE;
        }
        return 0;
    }
}
