package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.replay.SeenRows;
import io.github.dqlite4j.engine.replay.TransactionRecord;
import io.github.dqlite4j.engine.result.ResultOwner;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query in a transaction that is executed again if it is lost: they then go on coming from the next leader, after those that the
 * caller has already got.
 */
final class RecordedResults implements ResultOwner {
    /** A query that ends its node is not sent to all nodes, one after the other. */
    private static final int MAX_REPLAYS = 2;

    private final SessionCore core;
    private final SeenRows seen;
    private NodeResults results;
    private @Nullable ResultStream stream;
    private Response.@Nullable Rows rest;

    RecordedResults(SessionCore core, NodeResults results, SeenRows seen) {
        this.core = core;
        this.results = results;
        this.seen = seen;
    }

    /** Sets what the rows are read through. */
    void read(ResultStream reader) {
        stream = reader;
    }

    boolean isOf(SeenRows rows) {
        return seen == rows;
    }

    /**
     * The query was executed again.
     *
     * @param again where its rows come from now
     * @param message with the first of those that the caller has not got
     */
    void goOn(NodeResults again, Response.Rows message) {
        results = again;
        rest = message;
    }

    @Override
    public Response.Rows more(long until) throws EngineException {
        Executions.Execution execution = core.openResult().execution();
        for (int replays = 0; ; replays++) {
            try {
                Response.Rows message = rest == null ? results.more(until) : rest;
                rest = null;
                TransactionRecord record = core.transaction().record();
                if (record != null) {
                    record.rows(seen, message);
                }
                return message;
            } catch (EngineException e) {
                if (!core.transaction().isSuspended()) {
                    throw e;
                }
                EngineException why = again(replays < MAX_REPLAYS);
                if (why != null) {
                    throw TransactionReplay.gaveUp(e, why);
                }
                core.openResult().resumed(Objects.requireNonNull(stream), execution);
            }
        }
    }

    private @Nullable EngineException again(boolean allowed) {
        TransactionReplay replay = new TransactionReplay(core, 0);
        return allowed ? replay.run(false, this) : replay.giveUp("its query has crashed several nodes");
    }

    @Override
    public void enter() {
        results.enter();
    }

    @Override
    public void exit() {
        results.exit();
    }

    @Override
    public void discard() {
        results.discard();
    }

    @Override
    public EngineException malformed(WireException cause) {
        return results.malformed(cause);
    }

    @Override
    public List<@Nullable ColumnOrigin> origins(SqlStatement statement, List<String> columns) {
        return results.origins(statement, columns);
    }
}
