package io.github.dqlite4j.engine.exchange;

import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.ValueType;
import io.github.dqlite4j.wire.WireException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a node, with one database open, and waits for the answers. Used by the owner of the event loop. Deadlines are moments of
 * the {@link NanoClock}.
 */
public final class NodeExchange {
    /** What is read and dropped of a result before a new connection is cheaper: docs/decisions/closing-a-result.md. */
    private static final long MAX_DISCARDED_BYTES = 256 * 1024;

    /** Of the answer to a question of the driver's own, which is kept in memory with some objects for each row. */
    private static final long MAX_OWN_ANSWER_BYTES =
            Math.min(Runtime.getRuntime().maxMemory() / 16, 64 * 1024 * 1024);

    private static final long MAX_DISCARDING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long the rest of an abandoned answer is read in the background: docs/decisions/closing-a-result.md. */
    static final int DRAIN_SECONDS = 60;

    private final NodeConnection connection;
    private final FutureAwaiter awaiter;
    private final NanoClock clock;
    private final boolean pipeline;
    private final ServerCapabilities capabilities;

    NodeExchange(
            NodeConnection connection,
            FutureAwaiter awaiter,
            NanoClock clock,
            boolean pipeline,
            ServerCapabilities capabilities) {
        this.connection = connection;
        this.awaiter = awaiter;
        this.clock = clock;
        this.pipeline = pipeline;
        this.capabilities = capabilities;
    }

    public NodeConnection connection() {
        return connection;
    }

    public ServerCapabilities capabilities() {
        return capabilities;
    }

    /** The number of the open database in requests. */
    public int database() {
        return Opening.FIRST_DATABASE;
    }

    /**
     * Sends a request and waits for the answer; of a query, for the first rows.
     *
     * @throws IllegalArgumentException if the protocol cannot carry a text or value; nothing was sent
     */
    public <A extends Response> A ask(Request<A> request, long until) throws TransportException {
        return await(connection.request(request), until);
    }

    /** The moment that many milliseconds from now. */
    public long deadline(int millis) {
        return clock.deadline(millis);
    }

    /** Sends a request whose answer is not needed, together with the next one if the server may be sent several. */
    public void sendAhead(Request<? extends Response> request, long until) throws TransportException {
        if (pipeline) {
            connection.append(request, true);
        } else {
            ask(request, until);
        }
    }

    /** Waits for an answer to what was sent before. If the wait ends early, the connection is closed, because the answer may still come. */
    public <A extends Response> A await(CompletableFuture<A> answer, long until) throws TransportException {
        try {
            return awaiter.await(answer, until);
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /** Executes a text of the driver's own that yields no rows. */
    public void execute(String sql, long until) throws TransportException {
        ask(new Request.ExecSql(database(), sql, List.of()), until);
    }

    /** Executes statements of the driver's own that yield no rows: together, or one by one where the server needs that. */
    public void execute(List<String> statements, long until) throws TransportException {
        if (!capabilities.multiThreaded()) {
            execute(String.join(";", statements), until);
            return;
        }
        for (String statement : statements) {
            execute(statement, until);
        }
    }

    /** Rolls back a transaction that may be open. */
    public void rollback(long until) throws TransportException {
        try {
            execute("ROLLBACK", until);
        } catch (TransportException.ServerFailure e) {
            if (!ServerErrors.isNoTransaction(e)) {
                throw e;
            }
        }
    }

    /** The first rows of a query of the driver's own. */
    public Response.Rows query(String sql, long until) throws TransportException {
        return ask(new Request.QuerySql(database(), sql, List.of()), until);
    }

    /** What to do with one row. */
    @FunctionalInterface
    public interface RowAction {
        void accept(Response.Rows row) throws TransportException;
    }

    /**
     * Goes through all rows of a query of the driver's own. An answer that is too large to be kept is a violation of the protocol:
     * it may have no end.
     */
    public void forEachRow(String sql, long until, RowAction action) throws TransportException {
        forEachRow(query(sql, until), until, action);
    }

    /** Calls the action for these rows and all that follow them. */
    public void forEachRow(Response.Rows first, long until, RowAction action) throws TransportException {
        Response.Rows rows = first;
        try {
            for (long bytes = rows.size(); bytes <= MAX_OWN_ANSWER_BYTES; bytes += rows.size()) {
                while (rows.next()) {
                    action.accept(rows);
                }
                if (!rows.hasMore()) {
                    return;
                }
                rows = more(until);
            }
            throw connection.violation(
                    "a description of its schema of more than " + MAX_OWN_ANSWER_BYTES + " bytes", null);
        } catch (WireException e) {
            throw malformed(e);
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /** The next rows of the query under way. */
    public Response.Rows more(long until) throws TransportException {
        return await(connection.moreRows(), until);
    }

    /** Reads and drops what follows these rows. */
    public void drain(Response.Rows rows, long until) throws TransportException {
        Response.Rows current = rows;
        while (current.hasMore()) {
            current = more(until);
        }
    }

    /**
     * Reads and drops the rest of the answer under way.
     *
     * @param bounded whether to give up when the rest is large or slow
     * @return false if it gave up; then the connection cannot be used again
     */
    public boolean discard(boolean bounded, long until) throws TransportException {
        long soon = Math.min(until, clock.nanoTime() + MAX_DISCARDING_NANOS);
        for (long discarded = 0; ; ) {
            if (bounded && discarded >= MAX_DISCARDED_BYTES) {
                return false;
            }
            try {
                Response.Rows rows = more(bounded ? soon : until);
                if (!rows.hasMore()) {
                    return true;
                }
                discarded += rows.size();
            } catch (TransportException.Disconnected e) {
                if (bounded && e.reason() == TransportException.Disconnected.Reason.TIMEOUT) {
                    return false;
                }
                throw e;
            }
        }
    }

    /** Whether a transaction is open on the server. There is no other way to know than that a second one cannot begin. */
    public boolean hasTransaction(long until) throws TransportException {
        try {
            execute("BEGIN", until);
        } catch (TransportException.ServerFailure e) {
            return true;
        }
        execute("ROLLBACK", until);
        return false;
    }

    /** An integer that the server must have sent. */
    public long integer(Response.Rows rows, int column) throws TransportException {
        check(rows, column, ValueType.INTEGER);
        return rows.integer(column);
    }

    /** A text that the server must have sent. */
    public String text(Response.Rows rows, int column) throws TransportException {
        check(rows, column, ValueType.TEXT);
        return rows.text(column);
    }

    private void check(Response.Rows rows, int column, ValueType type) throws TransportException {
        if (column >= rows.columnCount() || rows.type(column) != type) {
            throw connection.violation("an invalid description of the schema", null);
        }
    }

    /** Closes the connection: nothing that follows malformed rows can be trusted. */
    public TransportException.Disconnected malformed(WireException cause) {
        return connection.violation("malformed rows: " + cause.getMessage(), cause);
    }
}
