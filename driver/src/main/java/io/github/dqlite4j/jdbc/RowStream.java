package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.WireException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of one query, message by message. The next message is read when the last is consumed; when another statement
 * needs the connection, the rest is read into memory first.
 */
final class RowStream implements RowSource {
    private final Session session;
    private final Attachment attachment;
    private final Deque<Response.Rows> buffered = new ArrayDeque<>();
    private final List<String> columns;
    private Response.Rows rows;
    private boolean more;
    private boolean broken;
    private boolean closed;

    RowStream(Session session, Attachment attachment, Response.Rows rows) {
        this.session = session;
        this.attachment = attachment;
        this.rows = rows;
        this.more = rows.hasMore();
        this.columns = IntStream.range(0, rows.columnCount())
                .mapToObj(rows::columnName)
                .toList();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Row row() {
        return rows;
    }

    @Override
    public boolean next() throws SQLException {
        try {
            while (!rows.next()) {
                Response.Rows following = buffered.poll();
                if (following == null) {
                    if (!more) {
                        return false;
                    }
                    following = fetch();
                }
                rows.close();
                rows = following;
            }
            return true;
        } catch (WireException e) {
            session.abort();
            throw new SQLNonTransientConnectionException("The server sent malformed rows", "08P01", e);
        }
    }

    private Response.Rows fetch() throws SQLException {
        if (broken) {
            throw new java.sql.SQLTransientConnectionException(
                    "The rest of the rows was lost with the connection", "08006");
        }
        Response.Rows fetched = session.more(attachment);
        more = fetched.hasMore();
        return fetched;
    }

    /** Reads what is left, so that the connection is free. */
    void detach() throws SQLException {
        while (more && !broken) {
            Response.Rows fetched = fetch();
            if (closed) {
                fetched.close();
            } else {
                buffered.add(fetched);
            }
        }
    }

    void broken() {
        broken = true;
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            rows.close();
            for (Response.Rows message : buffered) {
                message.close();
            }
            buffered.clear();
            if (!session.isClosed()) {
                detach();
            }
        }
    }
}
