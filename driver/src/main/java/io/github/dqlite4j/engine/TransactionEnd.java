package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.write.WriteTurn;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;

/** Ends transactions that have changed nothing without a round trip. Used by the owner of the session. */
final class TransactionEnd {
    private final SessionCore core;

    TransactionEnd(SessionCore core) {
        this.core = core;
    }

    /**
     * Ends the transaction without waiting for the answer, if that makes nothing durable and no other session of this JVM waits for the write
     * lock.
     *
     * @return false if nothing was done
     */
    boolean unawaited(SqlStatement end) {
        NodeSession current = core.current();
        TransactionState transaction = core.transaction();
        WriteTurn turn = core.turn();
        if (current == null
                || transaction.changedSchema()
                || transaction.mayHaveWritten() && end.kind() != SqlKind.ROLLBACK
                || turn.isAwaited()
                || !current.endUnawaited(end, core.settings().connectTimeout())) {
            return false;
        }
        core.used();
        core.executed(end);
        if (core.events().wantsStatements()) {
            new StatementExecution(core, end, List.of(), 0).report(0);
        }
        return true;
    }
}
