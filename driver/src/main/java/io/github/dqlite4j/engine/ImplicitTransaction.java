package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.TransactionStatements;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.settings.CommitVerification;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the driver's own, in auto-commit: for a batch, for a write that leaves a mark, and for a QUERY that writes. Outside a
 * transaction a server answers such a query with its rows and then forgets it, and the next one crashes the node (libdqlite 1.11.1); inside
 * it is sound. Used once, by the owner of the session.
 */
final class ImplicitTransaction {
    /** Work that ends its node would end the next one too: it is not run again and again. */
    private static final int MAX_UNANSWERED = 1;

    private final SessionCore core;
    private final TransactionState transaction;
    private final int seconds;
    private final @Nullable SqlStatement only;
    private final List<? extends @Nullable Object> parameters;

    ImplicitTransaction(SessionCore core) {
        this(core, null, List.of(), 0);
    }

    /**
     * For one statement.
     *
     * @param seconds how long each request may take; 0 for {@code queryTimeout}
     */
    ImplicitTransaction(
            SessionCore core, @Nullable SqlStatement only, List<? extends @Nullable Object> parameters, int seconds) {
        this.core = core;
        this.transaction = core.transaction();
        this.only = only;
        this.parameters = parameters;
        this.seconds = seconds;
    }

    /**
     * Whether a statement has to be executed in a transaction of its own, in auto-commit. No other client may add a row between a check and DROP
     * TABLE; and only a transaction leaves a mark.
     */
    static boolean isNeeded(SqlStatement statement, SessionCore core) {
        return statement.returnsRows() && statement.targetTable() != null
                || DropTableCheck.isNeeded(statement, core.settings())
                || core.settings().commitVerification() == CommitVerification.ALL
                        && TransactionStatements.takesWriteLock(statement)
                        && TransactionStatements.canBeInTransaction(statement)
                        && core.marks().mayBeKept();
    }

    /** What is done in one transaction. It runs again if the transaction is lost before it was committed. */
    interface Work<T> {
        T run() throws EngineException;
    }

    <T> T run(Work<T> work) throws EngineException {
        long until = core.clock().deadline(core.settings().number(DqliteProperty.FAILOVER_TIMEOUT));
        int unanswered = 0;
        for (; ; ) {
            boolean committing = false;
            try {
                begin();
                T result = runIn(work);
                committing = true;
                execute(TransactionStatements.COMMIT);
                return result;
            } catch (EngineException e) {
                EngineException cause = e instanceof EngineException.BatchFailed batch ? batch.failure() : e;
                boolean again = (committing || transaction.isLost()) && FailurePolicy.isRepeatable(cause);
                endQuietly();
                if (cause.getCause() instanceof TransportException.Disconnected) {
                    unanswered++;
                }
                if (!again
                        || unanswered > MAX_UNANSWERED
                        || core.ownership().isClosed()
                        || core.clock().nanoTime() > until) {
                    throw e;
                }
                core.pause();
                core.executions().sending(1);
            } catch (RuntimeException e) {
                endQuietly();
                throw e;
            }
        }
    }

    private void begin() throws EngineException {
        StatementExecution begin =
                new StatementExecution(core, TransactionStatements.BEGIN_IMMEDIATE, List.of(), seconds);
        begin.expectNext(only, parameters);
        begin.run();
        transaction.doNotRecord();
    }

    private <T> T runIn(Work<T> work) throws EngineException {
        try {
            return work.run();
        } catch (EngineException.ServerError e) {
            if (only == null
                    || only.returnsRows()
                    || !transaction.isOpen()
                    || ServerErrors.primary(e.code()) != ServerErrors.CONSTRAINT) {
                throw e;
            }
            // As without a transaction, what a statement has done before it failed stays, if it or a trigger says FAIL.
            transaction.hasNotWritten();
            execute(TransactionStatements.COMMIT);
            throw e;
        }
    }

    private void execute(SqlStatement statement) throws EngineException {
        new StatementExecution(core, statement, List.of(), seconds).run();
    }

    /** Reads all rows of a statement that writes into memory, before it is committed. */
    StatementResult whole(StatementResult result) throws EngineException {
        if (!(result instanceof ResultStream rows)) {
            return result;
        }
        try {
            if (rows.readAll(core.timeouts().queryDeadline(seconds))) {
                return rows;
            }
            throw EngineException.Refused.resultTooLarge(Outcome.ROLLED_BACK);
        } catch (EngineException e) {
            core.rollbackQuietly();
            rows.close();
            throw e;
        }
    }

    private void endQuietly() {
        if (transaction.isOpen()) {
            core.rollbackQuietly();
        }
        transaction.clear();
    }
}
