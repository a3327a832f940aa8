package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.failure.Verdict;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * The one result of a session whose rows are still coming. It is put aside when the connection is needed for another statement. Used by
 * the owner of the session.
 */
final class OpenResult {
    private final SessionCore core;
    private @Nullable ResultStream stream;
    private volatile Executions.@Nullable Execution execution;

    OpenResult(SessionCore core) {
        this.core = core;
    }

    void began(ResultStream began) {
        if (began.isWhole()) {
            ended();
        } else {
            stream = began;
            execution = core.executions().running();
        }
    }

    /** Rows of this result come again, from another node. */
    void resumed(ResultStream again, Executions.@Nullable Execution by) {
        stream = again;
        execution = by;
    }

    /** Its last row has come, or the rest is no longer needed. */
    void ended() {
        stream = null;
        execution = null;
    }

    /** The execution that it is the result of, as long as rows are coming; any thread may ask. */
    Executions.@Nullable Execution execution() {
        return execution;
    }

    /** Whether rows of that execution are still coming. */
    boolean isOf(Executions.Execution other) {
        return stream != null && execution == other;
    }

    /**
     * Reads what is left into memory, so that the connection is free. Read errors are thrown to that result's reader.
     *
     * @throws EngineException if there is more left than is kept; it can be read on
     */
    void makeRoom(long until) throws EngineException {
        if (!isFree(until)) {
            throw EngineException.Refused.resultTooLarge(Outcome.NOTHING_HAPPENED);
        }
    }

    /** The same; false if there is more left than is kept, which shows that the node is there. */
    boolean isFree(long until) {
        ResultStream open = stream;
        try {
            return open == null || open.readAll(until);
        } catch (EngineException e) {
            ended();
            return true;
        }
    }

    /** Closes the result. */
    void close() {
        ResultStream open = stream;
        if (open != null) {
            open.close();
        }
    }

    /** The connection is lost, and the rows that are not in memory with it. */
    void connectionLost() {
        ResultStream open = stream;
        ended();
        if (open != null) {
            open.connectionLost();
        }
    }

    /** Rows failed to come. Does with the session what that asks for, and returns what to report. */
    EngineException failed(TransportException failure) {
        ended();
        boolean inTransaction = core.transaction().isOpen();
        Verdict verdict = FailurePolicy.whileReading(failure, inTransaction);
        if (verdict.losesTransaction()) {
            core.transaction().keepForReplay();
        }
        if (verdict.cleanup() == Verdict.Cleanup.LEAVE_NODE) {
            core.detach();
        } else if (verdict.cleanup() == Verdict.Cleanup.ROLL_BACK) {
            core.rollbackQuietly();
        }
        return FailurePolicy.report(verdict, failure, inTransaction, verdict.cleanup() == Verdict.Cleanup.ROLL_BACK);
    }
}
