package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.replay.SeenRows;
import io.github.dqlite4j.engine.replay.TransactionRecord;
import io.github.dqlite4j.engine.result.ResultOwner;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results that come over one connection of a session. */
final class NodeResults implements ResultOwner {
    private final SessionCore core;
    private final NodeSession session;

    NodeResults(SessionCore core, NodeSession session) {
        this.core = core;
        this.session = session;
    }

    /** What a statement was answered with, for the caller; noted if the transaction may have to be executed again. */
    StatementResult accept(SqlStatement statement, List<? extends @Nullable Object> parameters, Response response) {
        TransactionRecord record = core.transaction().record();
        if (!(response instanceof Response.Rows rows)) {
            Response.Result result = (Response.Result) response;
            UpdateResult update = new UpdateResult(result.lastInsertRowid(), result.rowsAffected());
            if (record != null) {
                record.updated(statement, parameters, update);
            }
            return update;
        }
        ResultOwner owner = this;
        if (record != null) {
            SeenRows seen = record.rows(statement, parameters, rows);
            owner = rows.hasMore() ? new RecordedResults(core, this, seen) : this;
        }
        ResultStream stream = new ResultStream(owner, statement, rows, session.labels());
        if (owner instanceof RecordedResults recorded) {
            recorded.read(stream);
        }
        core.openResult().began(stream);
        return stream;
    }

    @Override
    public void enter() {
        core.ownership().enter();
    }

    @Override
    public void exit() {
        core.ownership().exit();
    }

    @Override
    public Response.Rows more(long until) throws EngineException {
        try {
            Response.Rows rows =
                    session.exchange().more(Math.min(until, core.timeouts().networkDeadline()));
            if (!rows.hasMore()) {
                core.openResult().ended();
            }
            return rows;
        } catch (TransportException e) {
            throw core.openResult().failed(e);
        }
    }

    /**
     * Reads and drops what is left. If that is much or slow, and nothing but prepared statements goes with the socket, closes the socket
     * instead.
     */
    @Override
    public void discard() {
        try {
            if (!core.ownership().isClosed()
                    && !session.exchange()
                            .discard(
                                    core.isReplaceable(session), core.timeouts().networkDeadline())) {
                core.replace(session);
            }
        } catch (TransportException e) {
            core.openResult().failed(e);
        } finally {
            core.openResult().ended();
        }
    }

    @Override
    public EngineException malformed(WireException cause) {
        TransportException.Disconnected violation = session.exchange().malformed(cause);
        return core.isAttachedTo(session)
                ? core.openResult().failed(violation)
                : EngineException.ConnectionFailed.violation(violation, false);
    }

    @Override
    public List<@Nullable ColumnOrigin> origins(SqlStatement statement, List<String> columns) {
        return session.schema().origins(statement, columns);
    }
}
