package io.github.dqlite4j.client;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.report.PrintableText;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A failed call of the client. It has the same SQLSTATE and code as in JDBC (the README has the table), and says what happened to the data.
 * The message is printable and contains no value of a parameter.
 */
public final class DqliteClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String ROLLED_BACK = "40001";
    private static final String OUTCOME_UNKNOWN = "08007";
    private static final String TIMEOUT = "57014";

    private final Outcome outcome;
    private final String sqlState;
    private final int code;
    private final transient long @Nullable [] counts;

    /** What a failed call did to the data. */
    public enum Outcome {
        /** The statement changed nothing. A transaction that was open is still open. */
        NOTHING_HAPPENED,
        /** The transaction was rolled back, with all its changes. */
        ROLLED_BACK,
        /** The change is durable, although the call failed. */
        COMMITTED,
        /** The change may or may not be durable. Check whether it was made before you repeat it. */
        UNKNOWN
    }

    private DqliteClientException(
            Outcome outcome, String sqlState, int code, @Nullable String message, @Nullable Throwable cause) {
        this(outcome, sqlState, code, message, cause, null);
    }

    private DqliteClientException(
            Outcome outcome,
            String sqlState,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            long @Nullable [] counts) {
        super(PrintableText.message(message), cause);
        this.outcome = outcome;
        this.sqlState = sqlState;
        this.code = code;
        this.counts = counts;
    }

    /** The driver refuses the call; it has had no effect. */
    static DqliteClientException refused(String sqlState, String message) {
        return new DqliteClientException(Outcome.NOTHING_HAPPENED, sqlState, 0, message, null);
    }

    /** HY000: the call is not allowed for the statement or in the state of the object. */
    static DqliteClientException usage(String message) {
        return refused("HY000", message);
    }

    /** 08003. */
    static DqliteClientException closed(String what) {
        return refused("08003", "The " + what + " is closed");
    }

    /** 57014: the time limit of the call expired before it got a connection. */
    static DqliteClientException lateForSession() {
        return refused(TIMEOUT, "The time limit of the call ended before a connection was free");
    }

    /** The failure of a call: an exception of the driver is converted to this class, one of user code is unchanged. */
    static Throwable of(Throwable failure) {
        if (failure instanceof EngineException engine) {
            return of(SqlExceptions.of(engine));
        }
        return failure instanceof SQLException sql ? of(sql) : failure;
    }

    static DqliteClientException of(SQLException failure) {
        EngineException engine = engineFailure(failure);
        String state = String.valueOf(failure.getSQLState());
        Outcome outcome = engine == null
                ? Outcome.NOTHING_HAPPENED
                : switch (engine.outcome()) {
                    case NOTHING_HAPPENED -> Outcome.NOTHING_HAPPENED;
                    case ROLLED_BACK -> Outcome.ROLLED_BACK;
                    case COMMITTED -> Outcome.COMMITTED;
                    case UNKNOWN -> Outcome.UNKNOWN;
                };
        return new DqliteClientException(
                outcome,
                state,
                failure.getErrorCode(),
                failure.getMessage(),
                failure,
                failure instanceof BatchUpdateException batch ? batch.getLargeUpdateCounts() : null);
    }

    /** The cause of a batch's failure is the failure of its step. */
    private static @Nullable EngineException engineFailure(SQLException failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof BatchUpdateException && cause instanceof SQLException step) {
            cause = step.getCause();
        }
        return cause instanceof EngineException engine ? engine : null;
    }

    /** The same failure for a call that was ended by its time limit. */
    DqliteClientException timedOut() {
        return sqlState.equals(TIMEOUT)
                ? new DqliteClientException(
                        outcome,
                        sqlState,
                        code,
                        "The time limit of the call ended before the answer came"
                                + (outcome == Outcome.ROLLED_BACK ? "; the transaction was rolled back" : ""),
                        getCause())
                : this;
    }

    /** The failure behind the exceptions with which futures wrap it. */
    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** What happened to the data. */
    public Outcome outcome() {
        return outcome;
    }

    /** The SQLSTATE, as in JDBC: five characters. */
    public String sqlState() {
        return sqlState;
    }

    /** SQLite's extended code, or dqlite's own; 0 if the failure is not an answer of a node. */
    public int code() {
        return code;
    }

    /**
     * Whether the whole transaction was certainly rolled back, for instance because the leader changed, so that it is safe to run it again
     * (40001).
     */
    public boolean isRolledBack() {
        return sqlState.equals(ROLLED_BACK);
    }

    /** Whether the outcome of the change is unknown (08007). The connection is closed. */
    public boolean isOutcomeUnknown() {
        return sqlState.equals(OUTCOME_UNKNOWN);
    }

    /**
     * After a failed {@code executeMany}: the rows that the executions before the one that failed have changed, one number for each. Outside a transaction they
     * were rolled back. Empty after other calls.
     */
    public long[] counts() {
        return counts == null ? new long[0] : counts.clone();
    }
}
