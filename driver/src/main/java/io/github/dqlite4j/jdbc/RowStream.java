package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.sql.ColumnOrigin;
import io.github.dqlite4j.sql.SqlStatement;
import io.github.dqlite4j.wire.KeptRows;
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
final class RowStream implements RowSource, RowMessages {
    /** Never added to. */
    private static final Queue<KeptRows> NOTHING = new ArrayDeque<>(0);

    private final Streaming streaming;
    private final Attachment attachment;
    private final SqlStatement statement;
    private Queue<KeptRows> kept = NOTHING;
    private @Nullable List<String> columns;
    private @Nullable List<@Nullable ColumnOrigin> origins;
    private Response.Rows rows;
    private boolean given;
    private boolean more;
    private boolean closed;
    private @Nullable SQLException failure;

    RowStream(Streaming streaming, Attachment attachment, SqlStatement statement, Response.Rows rows) {
        this.streaming = streaming;
        this.attachment = attachment;
        this.statement = statement;
        this.rows = rows;
        this.more = rows.hasMore();
    }

    int columnCount() {
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
                rows.close();
                rows = following;
            }
            return true;
        } catch (WireException e) {
            throw malformed(e);
        }
    }

    private Response.@Nullable Rows following() throws SQLException {
        KeptRows first = kept.poll();
        if (first != null) {
            return first.open();
        }
        return more ? fetch() : null;
    }

    @Override
    public boolean hasNext() throws SQLException {
        if (rows.hasNext()) {
            return true;
        }
        for (; ; ) {
            KeptRows first = kept.peek();
            if (first == null) {
                if (!more) {
                    return false;
                }
                keep(fetch());
            } else if (first.open().hasNext()) {
                return true;
            } else {
                kept.remove();
            }
        }
    }

    @Override
    public @Nullable KeptRows nextMessage() throws SQLException {
        if (!given) {
            given = true;
            columns();
            KeptRows first = rows.keep();
            rows.close();
            return first;
        }
        KeptRows first = kept.poll();
        if (first == null && more) {
            try (Response.Rows fetched = fetch()) {
                return fetched.keep();
            }
        }
        return first;
    }

    @Override
    public SQLException malformed(WireException cause) {
        SQLException malformed = streaming.malformed(attachment, cause);
        failure = malformed;
        return malformed;
    }

    private Response.Rows fetch() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        try {
            Response.Rows fetched = streaming.more(attachment);
            more = fetched.hasMore();
            return fetched;
        } catch (SQLException e) {
            failure = e;
            throw e;
        }
    }

    private void keep(Response.Rows fetched) {
        try (fetched) {
            if (kept == NOTHING) {
                kept = new ArrayDeque<>();
            }
            kept.add(fetched.keep());
        }
    }

    /** Reads what is left into memory, so that the connection is free. A failure is told to who reads on, too. */
    void detach() throws SQLException {
        while (more && failure == null) {
            keep(fetch());
        }
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
            rows.close();
            stop();
        }
    }
}
