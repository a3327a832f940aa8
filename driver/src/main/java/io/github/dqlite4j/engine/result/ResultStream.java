package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.WireException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query, message by message. The next message is read when the last one is consumed; when another statement needs the
 * connection, the rest is read into memory first.
 *
 * <p>The current message belongs to the thread that reads the result. What is kept, and whether there is more, belongs to the owner of
 * the session, so the session is entered for each message and not for each row.
 */
public final class ResultStream implements StatementResult, RowSource, RowMessages {
    /** Only the network limits how long rows may take. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Of rows that other statements have to wait for. A server may send without end. */
    private static final long MAX_KEPT_BYTES = Math.min(Runtime.getRuntime().maxMemory() / 4, 128 * 1024 * 1024);

    /** Always empty. */
    private static final Queue<Response.Rows> NOTHING = new ArrayDeque<>(0);

    private final ResultOwner owner;
    private final SqlStatement statement;
    private final boolean whole;
    private @Nullable List<String> columns;
    private @Nullable List<@Nullable ColumnOrigin> origins;
    private Response.Rows rows;
    private boolean started;

    // Owned by the owner of the session.
    private Queue<Response.Rows> kept = NOTHING;
    private long keptBytes;
    private boolean more;
    private boolean closed;
    private @Nullable EngineException failure;

    /**
     * @param rows the first message
     * @param labels the names of the columns, if they are not those in the messages
     */
    public ResultStream(ResultOwner owner, SqlStatement statement, Response.Rows rows, @Nullable List<String> labels) {
        this.owner = owner;
        this.statement = statement;
        this.rows = rows;
        this.columns = labels;
        this.more = rows.hasMore();
        this.whole = !more;
    }

    /** Whether the first message was the only one. */
    public boolean isWhole() {
        return whole;
    }

    public int columnCount() {
        return rows.columnCount();
    }

    /** Every message names the columns; few callers ask for them. */
    @Override
    public List<String> columns() {
        List<String> known = columns;
        if (known == null) {
            Response.Rows any = rows;
            known = IntStream.range(0, any.columnCount())
                    .mapToObj(any::columnName)
                    .toList();
            columns = known;
        }
        return known;
    }

    @Override
    public @Nullable ColumnOrigin origin(int column) {
        List<@Nullable ColumnOrigin> known = origins;
        if (known == null) {
            known = origins(statement);
            origins = known;
        }
        return known.get(column);
    }

    /** Where the columns come from if they are those of another statement, which this one was made of. */
    public List<@Nullable ColumnOrigin> origins(SqlStatement original) {
        return owner.origins(original, columns());
    }

    @Override
    public Row row() {
        return rows;
    }

    @Override
    public boolean next() throws EngineException {
        try {
            while (!rows.next()) {
                Response.Rows following = following();
                if (following == null) {
                    return false;
                }
                rows = following;
            }
            return true;
        } catch (WireException e) {
            throw malformed(e);
        }
    }

    private Response.@Nullable Rows following() throws EngineException {
        if (whole) {
            return null;
        }
        owner.enter();
        try {
            Response.Rows first = pollKept();
            if (first != null) {
                return first;
            }
            checkOpen();
            return more ? fetch(NO_DEADLINE) : null;
        } finally {
            owner.exit();
        }
    }

    @Override
    public boolean hasNext() throws EngineException {
        if (rows.hasNext()) {
            return true;
        }
        if (whole) {
            return false;
        }
        owner.enter();
        try {
            for (; ; ) {
                Response.Rows first = kept.peek();
                if (first == null) {
                    checkOpen();
                    if (!more) {
                        return false;
                    }
                    keep(fetch(NO_DEADLINE));
                } else if (first.hasNext()) {
                    return true;
                } else {
                    pollKept();
                }
            }
        } finally {
            owner.exit();
        }
    }

    @Override
    public Response.@Nullable Rows nextMessage() throws EngineException {
        if (!started) {
            started = true;
            return rows;
        }
        return following();
    }

    /** Rows that are missing since the result was closed must not look like the end of the result. */
    private void checkOpen() throws EngineException {
        if (closed) {
            throw new EngineException.Refused(EngineException.Refused.Reason.RESULT_CLOSED, "The result set is closed");
        }
    }

    @Override
    public EngineException malformed(WireException cause) {
        owner.enter();
        try {
            EngineException malformed = owner.malformed(cause);
            failure = malformed;
            return malformed;
        } finally {
            owner.exit();
        }
    }

    private Response.Rows fetch(long until) throws EngineException {
        if (failure != null) {
            throw failure;
        }
        try {
            Response.Rows fetched = owner.more(until);
            more = fetched.hasMore();
            return fetched;
        } catch (EngineException e) {
            failure = e;
            throw e;
        }
    }

    private Response.@Nullable Rows pollKept() {
        Response.Rows first = kept.poll();
        if (first != null) {
            keptBytes -= first.size();
        }
        return first;
    }

    private void keep(Response.Rows fetched) {
        if (kept == NOTHING) {
            kept = new ArrayDeque<>();
        }
        kept.add(fetched);
        keptBytes += fetched.size();
    }

    /**
     * Reads what is left into memory, so that the connection is free. A failure is also reported to the reader of this result. Call it
     * as the owner of the session.
     *
     * @return false if there is more than is kept
     */
    public boolean readAll(long until) throws EngineException {
        while (more && failure == null) {
            if (keptBytes > MAX_KEPT_BYTES) {
                return false;
            }
            keep(fetch(until));
        }
        return true;
    }

    /** The connection is lost, and the rows that are not in memory with it. Call it as the owner of the session. */
    public void connectionLost() {
        if (failure == null) {
            failure = EngineException.ConnectionFailed.rowsLost();
        }
    }

    @Override
    public void stop() {
        if (!whole) {
            owner.enter();
            try {
                dropRest();
            } finally {
                owner.exit();
            }
        }
    }

    private void dropRest() {
        kept = NOTHING;
        keptBytes = 0;
        if (more && failure == null) {
            owner.discard();
        }
        more = false;
    }

    @Override
    public void close() {
        if (!whole) {
            owner.enter();
            try {
                if (!closed) {
                    closed = true;
                    dropRest();
                }
            } finally {
                owner.exit();
            }
        }
    }
}
