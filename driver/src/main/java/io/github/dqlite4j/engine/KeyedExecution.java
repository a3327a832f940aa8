package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.keys.KeyPlan;
import io.github.dqlite4j.engine.keys.KeyPlans;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.engine.keys.KeyRows;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes statements of a session, and finds the keys of the rows that they insert. Thread-safe. */
public final class KeyedExecution {
    private final Session session;
    private final KeyPlans plans;

    /**
     * The outcome of a statement.
     *
     * @param rows null if there is an update count instead
     * @param updateCount -1 if there are rows
     * @param keys of inserted rows, if they were asked for
     */
    public record Executed(@Nullable ResultStream rows, long updateCount, KeyRows keys) {
        private static Executed of(ResultStream rows) {
            return new Executed(rows, -1, KeyRows.NONE);
        }

        private static Executed of(long updateCount, KeyRows keys) {
            return new Executed(null, updateCount, keys);
        }
    }

    public KeyedExecution(Session session) {
        this.session = session;
        this.plans = new KeyPlans(
                (query, parameters) -> (ResultStream) session.execute(query, parameters),
                () -> session.core().database().schema().changes());
    }

    /**
     * Executes one statement.
     *
     * @param seconds how long it may take; 0 for {@code queryTimeout}
     * @param executor who may cancel it
     */
    public Executed execute(
            SqlStatement statement,
            List<? extends @Nullable Object> parameters,
            KeyRequest request,
            int seconds,
            Object executor)
            throws EngineException {
        return request.appliesTo(statement)
                ? executeForKeys(statement, parameters, request, seconds, executor)
                : executed(statement, session.execute(statement, parameters, seconds, executor));
    }

    private static Executed executed(SqlStatement statement, StatementResult result) {
        if (result instanceof ResultStream rows) {
            if (rows.columnCount() > 0) {
                return Executed.of(rows);
            }
            rows.close();
            return Executed.of(0, KeyRows.NONE);
        }
        // Servers repeat the last count after statements that have none.
        boolean counts = statement.kind().isDml();
        return Executed.of(counts ? ((UpdateResult) result).rowsAffected() : 0, KeyRows.NONE);
    }

    private Executed executeForKeys(
            SqlStatement statement,
            List<? extends @Nullable Object> parameters,
            KeyRequest request,
            int seconds,
            Object executor)
            throws EngineException {
        session.enter();
        try {
            KeyPlan plan = plan(statement, request);
            StatementResult result = session.execute(plan.statement(), parameters, seconds, executor);
            if (result instanceof ResultStream rows) {
                KeyRows returned = KeyRows.drain(rows);
                return Executed.of(returned.size(), returned);
            }
            UpdateResult done = (UpdateResult) result;
            if (plan.rowId() != null) {
                session.core().transaction().rowIdSeen();
            }
            return Executed.of(done.rowsAffected(), plan.keys(done.lastInsertRowid(), done.rowsAffected()));
        } catch (EngineException.ServerError e) {
            if (mayBeOutdated(e)) {
                plans.clear();
            }
            throw e;
        } finally {
            session.exit();
        }
    }

    /** How a statement is executed so that the keys that are asked for come back. Call it as the owner of the session. */
    KeyPlan plan(SqlStatement statement, KeyRequest request) throws EngineException {
        return statement.returnsRows() || !request.appliesTo(statement)
                ? KeyPlan.plain(statement)
                : plans.plan(statement, request);
    }

    /** Whether the error may come from a plan for a table that another client has changed. */
    private static boolean mayBeOutdated(EngineException.ServerError e) {
        int primary = ServerErrors.primary(e.code());
        return primary != ServerErrors.CONSTRAINT && primary != ServerErrors.BUSY;
    }
}
