package io.github.dqlite4j.engine.outcome;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.sql.schema.OutcomeTables;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;

/**
 * A write that shows that a node leads: a leader that was deposed without noticing cannot commit it. What is read at that node afterwards has
 * everything that was committed before the fence was begun. Used by the owner of the session.
 */
public final class ReadFence {
    /** Must change a page: another write would not be in the log. */
    private static final String WRITE = "INSERT INTO main." + OutcomeTables.MARKS + "(id,n,at) VALUES(-1,0,0)"
            + " ON CONFLICT(id) DO UPDATE SET n=n+1";

    private static final int MAX_LOOKS = 3;

    private final MarkTable table;
    private final NanoClock clock;
    private final Runnable schemaChanged;

    /** @param schemaChanged run when the table was made */
    public ReadFence(MarkTable table, NanoClock clock, Runnable schemaChanged) {
        this.table = table;
        this.clock = clock;
        this.schemaChanged = schemaChanged;
    }

    /** Whether this statement, outside a transaction, reads or begins to. One that writes needs no fence: it is one itself. */
    public static boolean isFor(SqlStatement statement) {
        return statement.readOnly() || statement.kind() == SqlKind.BEGIN || statement.kind() == SqlKind.SAVEPOINT;
    }

    /**
     * Executes the write, outside a transaction. It may be repeated.
     *
     * @throws TransportException if the node is lost or does not lead, or the database is busy
     * @throws EngineException if the table cannot be used, so that nothing must be read
     */
    public void pass(NodeExchange exchange, long until) throws TransportException, EngineException {
        if (table.table() != null) {
            try {
                exchange.execute(WRITE, until);
                return;
            } catch (ServerFailure e) {
                if (!ServerErrors.isAboutStatement(e) || ServerErrors.primary(e.code()) != ServerErrors.ERROR) {
                    throw e;
                }
                // Another client has dropped the table.
                table.forget();
            }
        }
        for (int i = 0; i < MAX_LOOKS && !table.isKnown(clock); i++) {
            // If another client makes the table at the same time, it is there with the next look.
            table.prepare(exchange, clock, schemaChanged, until);
        }
        if (table.table() == null) {
            throw new EngineException.Refused(
                    EngineException.Refused.Reason.NO_FENCE,
                    "readConsistency=linearizable cannot be kept: " + table.reason());
        }
        exchange.execute(WRITE, until);
    }
}
