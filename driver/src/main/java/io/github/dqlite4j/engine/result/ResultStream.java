package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.engine.NodeSession;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.WireException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query, message by message. The next message is read when the last is consumed; when another statement
 * needs the connection, the rest is read into memory first.
 */
public final class ResultStream implements RowSource, RowMessages {
    /** Never added to. */
    private static final Queue<Response.Rows> NOTHING = new ArrayDeque<>(0);

    /** Of what other statements have to wait for. A server may send without end. */
    private static final long MOST_KEPT_BYTES = Math.min(Runtime.getRuntime().maxMemory() / 4, 128 * 1024 * 1024);

    private final OpenResult streaming;
    private final NodeSession attachment;
    private final SqlStatement statement;
    private Queue<Response.Rows> kept = NOTHING;
    private @Nullable List<String> columns;
    private @Nullable List<@Nullable ColumnOrigin> origins;
    private Response.Rows rows;
    private long keptBytes;
    private boolean given;
    private boolean more;
    private boolean closed;
    private @Nullable SQLException failure;

    public ResultStream(OpenResult streaming, NodeSession attachment, SqlStatement statement, Response.Rows rows) {
        this.streaming = streaming;
        this.attachment = attachment;
        this.statement = statement;
        this.rows = rows;
        this.more = rows.hasMore();
    }

    /** Whether no more messages follow. */
    boolean isWhole() {
        return !more;
    }

    public int columnCount() {
        return rows.columnCount();
    }

    /** Every message names them; few callers ask. */
    @Override
    public List<String> columns() {
        List<String> known = columns;
        if (known == null) {
            known = IntStream.range(0, rows.columnCount())
                    .mapToObj(rows::columnName)
                    .toList();
            columns = known;
        }
        return known;
    }

    @Override
    public @Nullable ColumnOrigin origin(int column) {
        List<@Nullable ColumnOrigin> known = origins;
        if (known == null) {
            known = attachment.origins(statement, columns());
            origins = known;
        }
        return known.get(column);
    }

    /** Where the columns come from if they are those of another statement, which this one was made of. */
    public List<@Nullable ColumnOrigin> origins(SqlStatement original) {
        return attachment.origins(original, columns());
    }

    @Override
    public Row row() {
        return rows;
    }

    @Override
    public boolean next() throws SQLException {
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

    private Response.@Nullable Rows following() throws SQLException {
        Response.Rows first = pollKept();
        if (first != null) {
            return first;
        }
        return more ? fetch(OpenResult.NO_DEADLINE) : null;
    }

    @Override
    public boolean hasNext() throws SQLException {
        if (rows.hasNext()) {
            return true;
        }
        for (; ; ) {
            Response.Rows first = kept.peek();
            if (first == null) {
                if (!more) {
                    return false;
                }
                keep(fetch(OpenResult.NO_DEADLINE));
            } else if (first.hasNext()) {
                return true;
            } else {
                pollKept();
            }
        }
    }

    @Override
    public Response.@Nullable Rows nextMessage() throws SQLException {
        if (!given) {
            given = true;
            return rows;
        }
        Response.Rows first = pollKept();
        if (first == null && more) {
            return fetch(OpenResult.NO_DEADLINE);
        }
        return first;
    }

    @Override
    public SQLException malformed(WireException cause) {
        SQLException malformed = streaming.malformed(attachment, cause);
        failure = malformed;
        return malformed;
    }

    private Response.Rows fetch(long until) throws SQLException {
        if (failure != null) {
            throw failure;
        }
        try {
            Response.Rows fetched = streaming.more(attachment, until);
            more = fetched.hasMore();
            return fetched;
        } catch (SQLException e) {
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
     * Reads what is left into memory, so that the connection is free. A failure is told to who reads on, too.
     *
     * @return false if there is more than is kept
     */
    public boolean detach(long until) throws SQLException {
        while (more && failure == null) {
            if (keptBytes > MOST_KEPT_BYTES) {
                return false;
            }
            keep(fetch(until));
        }
        return true;
    }

    /** The connection is lost, and the rows that are not in memory with it. */
    void broken() {
        if (failure == null) {
            failure = new SQLTransientConnectionException("The rest of the rows was lost with the connection", "08006");
        }
    }

    @Override
    public void stop() throws SQLException {
        kept = NOTHING;
        if (more && failure == null) {
            streaming.discard(attachment);
        }
        more = false;
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            stop();
        }
    }
}
