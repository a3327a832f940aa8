package io.github.dqlite4j.engine.exchange;

import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests that open a database on a connection, and their answers: OPEN, what a new connection needs, the question for what the server
 * can do, and a query of the caller's. They can go in one write, since the first database of a connection has the number 0. Used once, by the owner of
 * the event loop.
 */
public final class Opening {
    static final int FIRST_DATABASE = 0;

    private final NodeConnection connection;
    private final List<Answer> setup = new ArrayList<>();
    private final Answer capabilities;
    private final Answer query;

    /** What is done when a request was added to those that are not sent yet. */
    private interface Step {
        void added(Answer answer) throws TransportException;
    }

    private Opening(NodeConnection connection, String database, String query, Step step) throws TransportException {
        this.connection = connection;
        // The query may have more rows than one message takes, and a node that is left while it sends them may not
        // recover.
        connection.drainOnClose(NodeExchange.DRAIN_SECONDS);
        setup.add(append(new Request.Open(database), step));
        for (String statement : SessionSetup.STATEMENTS) {
            setup.add(append(new Request.ExecSql(FIRST_DATABASE, statement, List.of()), step));
        }
        this.capabilities = append(ServerCapabilities.question(FIRST_DATABASE), step);
        this.query = connection.append(new Request.QuerySql(FIRST_DATABASE, query, List.of()), false);
    }

    private Answer append(Request<? extends Response> request, Step step) throws TransportException {
        Answer answer = connection.append(request, true);
        step.added(answer);
        return answer;
    }

    /**
     * Sends all requests in one write, behind what the connection was sent before.
     *
     * @param query sent last; its rows are for {@link #rows}
     */
    public static Opening send(NodeConnection connection, String database, String query) {
        try {
            Opening opening = new Opening(connection, database, query, answer -> {});
            connection.flush();
            return opening;
        } catch (TransportException e) {
            throw new IllegalStateException("Only a wait fails", e);
        }
    }

    /** Sends the requests one by one, each after the answer to the last, to a server that may not be sent several at once. */
    public static Opening sendOneByOne(
            NodeConnection connection, String database, String query, FutureAwaiter awaiter, long until)
            throws TransportException {
        Opening opening = new Opening(connection, database, query, answer -> {
            connection.flush();
            awaiter.await(answer, until);
        });
        connection.flush();
        return opening;
    }

    public NodeConnection connection() {
        return connection;
    }

    /**
     * Waits for the answers, but for the rows.
     *
     * @param pipeline whether the server may be sent several requests at once
     * @throws TransportException.ServerFailure if the server has refused one of the requests
     */
    public NodeExchange await(FutureAwaiter awaiter, NanoClock clock, boolean pipeline, long until)
            throws TransportException {
        for (Answer answer : setup) {
            awaiter.await(answer, until);
            TransportException.ServerFailure failure = answer.failure();
            if (failure != null) {
                throw failure;
            }
        }
        if (!(setup.get(0).join() instanceof Response.Db opened) || opened.id() != FIRST_DATABASE) {
            throw connection.violation("another number than 0 for the first database", null);
        }
        awaiter.await(capabilities, until);
        ServerCapabilities known = ServerCapabilities.of(capabilities);
        if (!known.multiThreaded()) {
            connection.drainOnClose(0);
        }
        return new NodeExchange(connection, awaiter, clock, pipeline, known);
    }

    /** Waits for the first rows of the query. Call it after {@link #await}. */
    public Response.Rows rows(NodeExchange exchange, long until) throws TransportException {
        exchange.await(query, until);
        TransportException.ServerFailure failure = query.failure();
        if (failure != null) {
            throw failure;
        }
        return (Response.Rows) query.join();
    }
}
