package io.github.dqlite4j.engine.prepared;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT that is sent together with the question whether the schema has changed. If it has, the rows are dropped. Used once, by the owner
 * of the event loop.
 */
public final class CheckedRead {
    private final Request<? extends Response> question;
    private final Request<? extends Response> request;
    private final SchemaWatcher schema;
    private final boolean inTransaction;

    CheckedRead(
            Request<? extends Response> question,
            Request<? extends Response> request,
            SchemaWatcher schema,
            boolean inTransaction) {
        this.question = question;
        this.request = request;
        this.schema = schema;
        this.inTransaction = inTransaction;
    }

    /** What is asked before. */
    public Request<? extends Response> question() {
        return question;
    }

    /** The statement. */
    public Request<? extends Response> request() {
        return request;
    }

    /**
     * Sends both and waits for the answers.
     *
     * @return the first rows; null if the schema has changed, so that the statement has to be sent again in the ordinary way
     * @throws IllegalArgumentException if the protocol cannot carry a value; the statement was not sent
     */
    public @Nullable Response send(NodeExchange exchange, long until) throws TransportException {
        NodeConnection connection = exchange.connection();
        Answer version = connection.append(question, true);
        Answer answer;
        try {
            answer = connection.append(request, false);
        } finally {
            connection.flush();
        }
        exchange.await(answer, until);
        return rows(exchange, version, answer.join(), until);
    }

    /**
     * The rows, when both answers have come.
     *
     * @param version the answer to the question
     * @return null if the schema has changed, so that the statement has to be sent again in the ordinary way
     * @throws ServerFailure if the node has refused the statement, for another reason
     */
    public @Nullable Response rows(NodeExchange exchange, Answer version, Response answer, long until)
            throws TransportException {
        boolean same = schema.confirm(version, inTransaction);
        if (answer instanceof Response.Failure refused) {
            ServerFailure failure = new ServerFailure(refused.code(), refused.message());
            if (same || !ServerErrors.isAboutStatement(failure)) {
                throw failure;
            }
        }
        if (answer instanceof Response.Rows rows) {
            if (same && !rows.hasCoercedTypes()) {
                return rows;
            }
            exchange.drain(rows, until);
        }
        schema.invalidate();
        return null;
    }
}
