package io.github.dqlite4j.jdbc.error;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.schema.CoercedColumns;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.settings.InvalidSettingsException;
import io.github.dqlite4j.value.ConversionException;
import java.sql.BatchUpdateException;
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

/**
 * The one table from what the engine reports to SQLSTATE and exception class, chosen so that pools and frameworks do the right thing with
 * them. Vendor codes are SQLite's extended codes, or dqlite's own; -1 for what is no code.
 */
public final class SqlExceptions {
    private SqlExceptions() {}

    /** The exception for a failure of the engine, which becomes its cause. */
    public static SQLException of(EngineException e) {
        String message = e.getMessage();
        int code = ServerErrors.asInt(e.code());
        if (e instanceof EngineException.ServerError error) {
            return serverError(error, message, code);
        } else if (e instanceof EngineException.RolledBack) {
            return new SQLTransactionRollbackException(message, "40001", code, e);
        } else if (e instanceof EngineException.OutcomeUnknown) {
            return new SQLNonTransientConnectionException(message, "08007", code, e);
        } else if (e instanceof EngineException.ConnectionFailed failed) {
            return connectionFailed(failed, message, code);
        } else if (e instanceof EngineException.Stopped stopped) {
            return stopped.cancelled()
                    ? new SQLNonTransientException(message, "57014", e)
                    : new SQLTimeoutException(message, "57014", e);
        } else if (e instanceof EngineException.Busy) {
            return new SQLTransientException(message, "55P03", code, e);
        } else if (e instanceof EngineException.BatchFailed batch) {
            return batchFailed(batch, message);
        }
        return refused((EngineException.Refused) e, message);
    }

    private static SQLException serverError(EngineException.ServerError e, String message, int code) {
        return switch (code) {
            case 2067, 1555, 2579 -> new SQLIntegrityConstraintViolationException(message, "23505", code, e);
            case 787 -> new SQLIntegrityConstraintViolationException(message, "23503", code, e);
            case 1299 -> new SQLIntegrityConstraintViolationException(message, "23502", code, e);
            case 275 -> new SQLIntegrityConstraintViolationException(message, "23514", code, e);
            case 1811 ->
                e.serverMessage().contains(CoercedColumns.REASON)
                        ? new SQLDataException(message, "22018", code, e)
                        : new SQLIntegrityConstraintViolationException(message, "23000", code, e);
            // A trigger has deleted the row that its statement is updating.
            case 2835 -> new SQLNonTransientException(message, "27000", code, e);
            // A STRICT table refuses the type of a value.
            case 3091 -> new SQLDataException(message, "22018", code, e);
            case ServerErrors.BUSY_SNAPSHOT -> new SQLTransactionRollbackException(message, "40001", code, e);
            default -> byPrimary(e, message, code);
        };
    }

    private static SQLException byPrimary(EngineException.ServerError e, String message, int code) {
        return switch (ServerErrors.primary(code)) {
            case 0, ServerErrors.ERROR -> ErrorTexts.exception(e.serverMessage(), message, code, e);
            // A text that was prepared again after a change of the schema, and is wrong now or always was.
            case 17 ->
                e.serverMessage().startsWith("database schema")
                        ? new SQLTransientException(message, "58000", code, e)
                        : ErrorTexts.exception(e.serverMessage(), message, code, e);
            case 3, 23 -> new SQLSyntaxErrorException(message, "42501", code, e);
            case ServerErrors.BUSY, 6 -> new SQLTransientException(message, "55P03", code, e);
            case ServerErrors.READ_ONLY -> new SQLNonTransientException(message, "25006", code, e);
            case 9 -> new SQLTimeoutException(message, "57014", code, e);
            case 7, 13 -> new SQLNonTransientException(message, "53000", code, e);
            case 18 -> new SQLDataException(message, "22001", code, e);
            case ServerErrors.CONSTRAINT -> new SQLIntegrityConstraintViolationException(message, "23000", code, e);
            case 20 -> new SQLDataException(message, "22018", code, e);
            case 25 -> new SQLDataException(message, "07001", code, e);
            case 1001, 1002, 1005 -> new SQLNonTransientConnectionException(message, "08P01", code, e);
            default -> new SQLNonTransientException(message, "58000", code, e);
        };
    }

    private static SQLException connectionFailed(EngineException.ConnectionFailed e, String message, int code) {
        return switch (e.kind()) {
            case UNREACHABLE -> new SQLTransientConnectionException(message, "08001", e);
            case LOST -> new SQLTransientConnectionException(message, "08006", code, e);
            case CLOSED -> new SQLNonTransientConnectionException(message, "08003", e);
            case VIOLATION -> new SQLNonTransientConnectionException(message, "08P01", e);
        };
    }

    private static SQLException refused(EngineException.Refused e, String message) {
        return switch (e.reason()) {
            case HARMFUL -> new SQLSyntaxErrorException(message, "42501", e);
            case OTHER_MEANING -> new SQLSyntaxErrorException(message, "42000", e);
            case DELETES_OTHERS -> new SQLNonTransientException(message, "2BP01", e);
            case NO_FENCE -> new SQLNonTransientException(message, "55000", e);
            case READ_ONLY -> new SQLException(message, "25006", e);
            case PARAMETER_COUNT -> new SQLException(message, "07001", e);
            case LIMIT_EXCEEDED -> new SQLNonTransientException(message, "54000", e);
            case TOO_MANY_DIGITS -> new SQLDataException(message, "22003", e);
            case RESULT_TOO_LARGE -> new SQLNonTransientException(message, "53000", e);
            case UNSENDABLE_TEXT -> new SQLDataException(message, "22021", e);
            case NO_SUCH_COLUMN -> new SQLException(message, "42S22", e);
            case RESULT_CLOSED -> new SQLNonTransientException(message, "24000", e);
            case YIELDS_ROWS, WRONG_STATE -> new SQLNonTransientException(message, "HY000", e);
        };
    }

    private static SQLException batchFailed(EngineException.BatchFailed e, String message) {
        SQLException step = of(e.failure());
        BatchUpdateException failed =
                new BatchUpdateException(message, step.getSQLState(), step.getErrorCode(), e.counts(), step);
        failed.setNextException(step);
        return failed;
    }

    /**
     * 07001: parameters are not set.
     *
     * @param refusal what the server says of the text; if that is about syntax, it is reported, since the parameters may be none
     */
    public static SQLException parametersMissing(EngineException.@Nullable ServerError refusal, String message) {
        SQLException refused = refusal == null ? null : of(refusal);
        return refused != null && "42000".equals(refused.getSQLState()) ? refused : new SQLException(message, "07001");
    }

    /** The exception for a value that cannot be converted. */
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

    /** The exception for a URL or an option that cannot be used. */
    public static SQLException of(InvalidSettingsException e) {
        return new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
    }

    /** 22003: SQLite would round the number. */
    public static SQLException tooManyDigits(String message) {
        return new SQLDataException(PrintableText.message(message), "22003");
    }

    /** 42501: the statement could harm a node. */
    public static SQLException refused(String message) {
        return new SQLSyntaxErrorException(PrintableText.message(message), "42501");
    }

    /** 08003: the connection is closed. */
    public static SQLException connectionClosed() {
        return new SQLNonTransientConnectionException("The connection is closed", "08003");
    }

    /** 24000: a statement or result set is closed. */
    public static SQLException closedObject(String what) {
        return new SQLNonTransientException("The " + what + " is closed", "24000");
    }

    /** HYC00 and not 0A000: pools discard a connection on that. */
    public static SQLException unsupported(String what) {
        return new SQLFeatureNotSupportedException(what + " does not exist in dqlite", "HYC00");
    }

    /** HY000: the call does not fit the state of the object, or an argument does not make sense. */
    public static SQLException usage(String message) {
        return new SQLNonTransientException(PrintableText.message(message), "HY000");
    }
}
