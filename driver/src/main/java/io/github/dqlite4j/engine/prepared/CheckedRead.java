package io.github.dqlite4j.engine.prepared;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
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

    private CheckedRead(
            Request<? extends Response> question,
            Request<? extends Response> request,
            SchemaWatcher schema,
            boolean inTransaction) {
        this.question = question;
        this.request = request;
        this.schema = schema;
        this.inTransaction = inTransaction;
    }

    /** Null if there is nothing to ask before the statement, or more than that, or it is no SELECT. */
    public static @Nullable CheckedRead of(
            ReadyRequests requests,
            PreparedStatements prepared,
            SchemaWatcher schema,
            SqlStatement statement,
            List<? extends @Nullable Object> parameters,
            boolean inTransaction) {
        Request<? extends Response> request = requests.read(statement, parameters);
        if (request == null) {
            return null;
        }
        Request<? extends Response> question = schema.questionWith(statement, inTransaction);
        if (question == null) {
            return null;
        }
        if (request instanceof Request.QuerySql) {
            prepared.countUse(statement);
        }
        return new CheckedRead(question, request, schema, inTransaction);
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
        boolean same = schema.confirm(version, inTransaction);
        ServerFailure failure = answer.failure();
        if (failure != null && (same || !ServerErrors.isAboutStatement(failure))) {
            throw failure;
        }
        if (answer.join() instanceof Response.Rows rows) {
            if (same && !rows.hasCoercedTypes()) {
                return rows;
            }
            exchange.drain(rows, until);
        }
        schema.invalidate();
        return null;
    }
}
