package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import java.util.List;

/**
 * A transaction of the driver's own, in auto-commit: for a batch, and for a QUERY that writes. Outside a transaction a server answers such
 * a query with its rows and then forgets it, and the next one crashes the node (libdqlite 1.11.1); inside it is sound. Used once, by the
 * owner of the session.
 */
final class ImplicitTransaction {
    /** Work that ends its node would end the next one too: it is not run again and again. */
    private static final int MAX_UNANSWERED = 1;

    private final SessionCore core;
    private final TransactionState transaction;

    ImplicitTransaction(SessionCore core) {
        this.core = core;
        this.transaction = core.transaction();
    }

    /** What is done in one transaction. It runs again if the transaction is lost before it was committed. */
    interface Work<T> {
        T run() throws EngineException;
    }

    <T> T run(Work<T> work) throws EngineException {
        long until = core.clock().deadline(core.settings().number(DqliteProperty.FAILOVER_TIMEOUT));
        int unanswered = 0;
        for (; ; ) {
            try {
                execute(TransactionStatements.BEGIN_IMMEDIATE);
                T result = work.run();
                execute(TransactionStatements.COMMIT);
                return result;
            } catch (EngineException e) {
                EngineException cause = e instanceof EngineException.BatchFailed batch ? batch.failure() : e;
                boolean again = transaction.isLost() && FailurePolicy.isRepeatable(cause);
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
            } catch (RuntimeException e) {
                endQuietly();
                throw e;
            }
        }
    }

    private void execute(SqlStatement statement) throws EngineException {
        new StatementExecution(core, statement, List.of(), 0).run();
    }

    private void endQuietly() {
        if (transaction.isOpen()) {
            core.rollbackQuietly();
        }
        transaction.clear();
    }
}
