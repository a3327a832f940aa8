package io.github.dqlite4j.engine.failure;

import io.github.dqlite4j.report.ReportedException;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * What a session reports when a call fails. Each door turns it into an exception of its own. The message is a sentence for the
 * user; it never holds the value of a parameter.
 */
public abstract sealed class EngineException extends ReportedException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final long code;

    EngineException(Outcome outcome, long code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
        this.code = code;
    }

    /** What happened to the data. */
    public Outcome outcome() {
        return outcome;
    }

    /** The server's code, SQLite's extended one or dqlite's own; 0 if the failure does not come from the server. */
    public long code() {
        return code;
    }

    private static long code(@Nullable Throwable cause) {
        return cause instanceof TransportException.ServerFailure failure ? failure.code() : 0;
    }

    /** The server refused the statement. */
    public static final class ServerError extends EngineException {
        private static final long serialVersionUID = 1L;

        private final String serverMessage;

        /** @param outcome {@link Outcome#NOTHING_HAPPENED}, or {@link Outcome#ROLLED_BACK} if the error ended the transaction */
        public ServerError(TransportException.ServerFailure failure, Outcome outcome) {
            super(outcome, failure.code(), failure.getMessage() + " (code " + failure.code() + ")", failure);
            this.serverMessage = failure.getMessage();
        }

        /** The server's own words. */
        public String serverMessage() {
            return serverMessage;
        }
    }

    /** The transaction was rolled back against the caller's will. It can be run again, on the same connection. */
    public static final class RolledBack extends EngineException {
        private static final long serialVersionUID = 1L;

        private final Reason reason;

        /** Why a transaction was rolled back. */
        public enum Reason {
            /** The leader changed, or the connection to it was lost. */
            LEADER_LOST,
            /** It had read what another transaction has changed since. */
            STALE_SNAPSHOT,
            /** Another client changed the schema, so that the names or the values of a result are not certain. */
            SCHEMA_CHANGED,
            /** It was reported before, and the caller has not ended the transaction yet. */
            REPORTED_BEFORE,
            /** Why a lost transaction was not executed again. */
            NOT_REPLAYED
        }

        private RolledBack(Reason reason, long code, String message, @Nullable Throwable cause) {
            super(Outcome.ROLLED_BACK, code, message, cause);
            this.reason = reason;
        }

        public static RolledBack leaderLost(Throwable cause) {
            return new RolledBack(
                    Reason.LEADER_LOST,
                    EngineException.code(cause),
                    whyLost(cause) + ", and the transaction was rolled back; it can be run again: "
                            + cause.getMessage(),
                    cause);
        }

        /** The driver has found out that a COMMIT whose answer was lost was not executed, and never will be. */
        public static RolledBack notCommitted(Throwable cause) {
            return new RolledBack(
                    Reason.LEADER_LOST,
                    EngineException.code(cause),
                    "The answer to the COMMIT was lost, but the transaction was certainly rolled back; it can be run again: "
                            + cause.getMessage(),
                    cause);
        }

        private static String whyLost(Throwable cause) {
            if (cause instanceof TransportException.ServerFailure failure) {
                return ServerErrors.isAboutStatement(failure)
                        ? "The server has already ended the transaction"
                        : "The leader of the cluster changed";
            }
            return "The connection to the leader was lost";
        }

        public static RolledBack staleSnapshot(TransportException.ServerFailure cause) {
            return new RolledBack(
                    Reason.STALE_SNAPSHOT,
                    ServerErrors.BUSY_SNAPSHOT,
                    "The transaction read data that has been changed since, and was rolled back; run it again",
                    cause);
        }

        public static RolledBack schemaChanged() {
            return new RolledBack(
                    Reason.SCHEMA_CHANGED,
                    0,
                    "Another client changed the schema while the statement was executed; nothing was changed by it, or it was rolled back:"
                            + " run it again",
                    null);
        }

        /** @param differing the statement that was answered in another way this time */
        public static RolledBack replayDiffers(SqlKind differing) {
            return notReplayed("the answer to one of its statements (" + differing + ") has changed");
        }

        /** @param why as the end of a sentence */
        public static RolledBack notReplayed(String why) {
            return new RolledBack(
                    Reason.NOT_REPLAYED,
                    0,
                    "The transaction was not replayed, and was rolled back; it can be run again: " + why,
                    null);
        }

        /** @param advice what the caller has to do, as the end of a sentence */
        public static RolledBack reportedBefore(String advice) {
            return new RolledBack(
                    Reason.REPORTED_BEFORE, 0, "The transaction has already been rolled back; " + advice, null);
        }

        public Reason reason() {
            return reason;
        }
    }

    /** It is not known whether the change was made; the session is closed. */
    public static final class OutcomeUnknown extends EngineException {
        private static final long serialVersionUID = 1L;

        public OutcomeUnknown(Throwable cause) {
            super(
                    Outcome.UNKNOWN,
                    EngineException.code(cause),
                    "Outcome unknown: the node "
                            + (isViolation(cause) ? "gave no valid answer" : "was lost before it answered")
                            + ". Check whether the change was made before it is repeated: " + cause.getMessage(),
                    cause);
        }

        private static boolean isViolation(Throwable cause) {
            return cause instanceof TransportException.Disconnected lost
                    && lost.reason() == TransportException.Disconnected.Reason.VIOLATION;
        }
    }

    /** There is no usable connection. */
    public static final class ConnectionFailed extends EngineException {
        private static final long serialVersionUID = 1L;

        private final Kind kind;

        /** What is wrong with the connection. */
        public enum Kind {
            /** No leader was reached in time. */
            UNREACHABLE,
            /** The connection broke while data was read; the next call uses a new one. */
            LOST,
            /** The session is closed. */
            CLOSED,
            /** What came is not the dqlite protocol. */
            VIOLATION
        }

        private ConnectionFailed(Kind kind, Outcome outcome, String message, @Nullable Throwable cause) {
            super(outcome, EngineException.code(cause), message, cause);
            this.kind = kind;
        }

        public static ConnectionFailed unreachable(String message, @Nullable Throwable cause) {
            return new ConnectionFailed(Kind.UNREACHABLE, Outcome.NOTHING_HAPPENED, message, cause);
        }

        public static ConnectionFailed lost(Throwable cause) {
            return new ConnectionFailed(
                    Kind.LOST, Outcome.NOTHING_HAPPENED, "The connection was lost: " + cause.getMessage(), cause);
        }

        /** The rows that were not in memory went with the connection. */
        public static ConnectionFailed rowsLost() {
            return new ConnectionFailed(
                    Kind.LOST, Outcome.NOTHING_HAPPENED, "The rest of the rows was lost with the connection", null);
        }

        public static ConnectionFailed closed() {
            return closed("The connection is closed");
        }

        public static ConnectionFailed closed(String message) {
            return new ConnectionFailed(Kind.CLOSED, Outcome.NOTHING_HAPPENED, message, null);
        }

        public static ConnectionFailed violation(TransportException cause, boolean inTransaction) {
            return new ConnectionFailed(
                    Kind.VIOLATION,
                    inTransaction ? Outcome.ROLLED_BACK : Outcome.NOTHING_HAPPENED,
                    cause.getMessage() + (inTransaction ? "; the transaction was rolled back" : ""),
                    cause);
        }

        public Kind kind() {
            return kind;
        }
    }

    /** The statement was ended before it was done; it changed nothing. */
    public static final class Stopped extends EngineException {
        private static final long serialVersionUID = 1L;

        private final boolean cancelled;

        private Stopped(boolean cancelled, Outcome outcome, String message, @Nullable Throwable cause) {
            super(outcome, 0, message, cause);
            this.cancelled = cancelled;
        }

        public static Stopped timeout(String message, @Nullable Throwable cause) {
            return new Stopped(false, Outcome.NOTHING_HAPPENED, message, cause);
        }

        /** By another thread, while it still waited. */
        public static Stopped beforeSending(String message, boolean rolledBack) {
            return new Stopped(
                    true,
                    rolledBack ? Outcome.ROLLED_BACK : Outcome.NOTHING_HAPPENED,
                    message + (rolledBack ? "; the transaction was rolled back" : ""),
                    null);
        }

        /** By {@code cancel} or by the query timeout, as the disconnection says. */
        public static Stopped by(TransportException.Disconnected cause, boolean inTransaction) {
            boolean cancelled = cause.reason() == TransportException.Disconnected.Reason.CANCELLED;
            return new Stopped(
                    cancelled,
                    inTransaction ? Outcome.ROLLED_BACK : Outcome.NOTHING_HAPPENED,
                    (cancelled ? "The statement was cancelled" : "The query timeout ended before the answer came")
                            + (inTransaction ? "; the transaction was rolled back" : ""),
                    cause);
        }

        /** The same, with the transaction that it was a part of. */
        public Stopped rolledBack() {
            return outcome() == Outcome.ROLLED_BACK
                    ? this
                    : new Stopped(
                            cancelled, Outcome.ROLLED_BACK, getMessage() + "; the transaction was rolled back", this);
        }

        /** Whether another thread cancelled it; otherwise its time was over. */
        public boolean cancelled() {
            return cancelled;
        }
    }

    /** Another connection held the write lock for longer than {@code busyTimeout}. */
    public static final class Busy extends EngineException {
        private static final long serialVersionUID = 1L;

        public Busy(String message, @Nullable Throwable cause) {
            super(
                    Outcome.NOTHING_HAPPENED,
                    cause instanceof TransportException.ServerFailure failure ? failure.code() : ServerErrors.BUSY,
                    message,
                    cause);
        }
    }

    /** The driver itself refused the call. */
    public static final class Refused extends EngineException {
        private static final long serialVersionUID = 1L;

        private final Reason reason;

        /** Why a call was refused. */
        public enum Reason {
            /** The statement could harm a node. */
            HARMFUL,
            /** In SQLite the statement has another meaning than in the database that it was written for. */
            OTHER_MEANING,
            /** Dropping a table would delete or change rows of others. */
            DELETES_OTHERS,
            /** It could not be shown that the node leads, although reads were to wait for that. */
            NO_FENCE,
            /** A write on a read-only session. */
            READ_ONLY,
            /** The number of values is not that of the parameters. */
            PARAMETER_COUNT,
            /** More parameters, or longer column names, than the server can take. */
            LIMIT_EXCEEDED,
            /** A number in the text has more digits than its column keeps. */
            TOO_MANY_DIGITS,
            /** The rows do not fit into the memory that is kept for them. */
            RESULT_TOO_LARGE,
            /** The protocol cannot carry a text. */
            UNSENDABLE_TEXT,
            /** A table has no such column. */
            NO_SUCH_COLUMN,
            /** The statement yields rows, where it must not. */
            YIELDS_ROWS,
            /** The result was closed. */
            RESULT_CLOSED,
            /** The call does not fit the state of the session. */
            WRONG_STATE
        }

        public Refused(Reason reason, String message) {
            this(reason, message, Outcome.NOTHING_HAPPENED, null);
        }

        public Refused(Reason reason, String message, Outcome outcome, @Nullable Throwable cause) {
            super(outcome, 0, message, cause);
            this.reason = reason;
        }

        public static Refused resultTooLarge(Outcome outcome) {
            return new Refused(
                    Reason.RESULT_TOO_LARGE,
                    "The rest of another result is too large to be kept in memory; read it to its end or close it first",
                    outcome,
                    null);
        }

        public static Refused scrollableTooLarge() {
            return new Refused(
                    Reason.RESULT_TOO_LARGE,
                    "A scrollable result keeps the rows that it has passed in memory, at most a quarter of the heap, and this one has"
                            + " more; read it forwards only, or select fewer rows");
        }

        public static Refused tooManyDigits() {
            return new Refused(
                    Reason.TOO_MANY_DIGITS,
                    "A number in the statement has more digits than SQLite keeps in its column: 15, or an integer of 64 bits. Declare the"
                            + " column as TEXT and quote the number");
        }

        public static Refused yieldsRows() {
            return new Refused(Reason.YIELDS_ROWS, "The statement yields rows; use executeQuery or execute");
        }

        public Reason reason() {
            return reason;
        }
    }

    /** A step of a batch failed. */
    public static final class BatchFailed extends EngineException {
        private static final long serialVersionUID = 1L;

        private final transient long[] counts;
        private final EngineException failure;

        /** @param counts of the steps before the one that failed */
        public BatchFailed(EngineException failure, long[] counts) {
            super(
                    failure.outcome(),
                    failure.code(),
                    failure.getMessage() + " (step " + (counts.length + 1) + " of the batch)",
                    failure);
            this.failure = failure;
            this.counts = counts.clone();
        }

        /** The rows that the steps before changed, one number for each. */
        public long[] counts() {
            return counts.clone();
        }

        /** What was wrong with the step. */
        public EngineException failure() {
            return failure;
        }
    }
}
