package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.prepared.CheckedRead;
import io.github.dqlite4j.engine.prepared.ReadyRequests;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The first and the last request of transactions on one connection: the first statement goes with its BEGIN, and the end of a transaction may
 * not be waited for. Used by the owner of the event loop.
 */
public final class TransactionEdges {
    private final NodeExchange exchange;
    private final SchemaWatcher schema;
    private final ReadyRequests requests;
    private @Nullable First first;
    private @Nullable Follower follower;
    private @Nullable UnawaitedEnd unawaited;

    /**
     * The first statement of a transaction.
     *
     * @param read if it was sent with a question
     */
    private record First(
            SqlStatement statement,
            List<? extends @Nullable Object> parameters,
            @Nullable CheckedRead read) {}

    public TransactionEdges(NodeExchange exchange, SchemaWatcher schema, ReadyRequests requests) {
        this.exchange = exchange;
        this.schema = schema;
        this.requests = requests;
    }

    /** A BEGIN is executed next, and this statement is the first in its transaction. */
    public void expect(SqlStatement statement, List<? extends @Nullable Object> parameters) {
        first = new First(statement, parameters, null);
        follower = null;
    }

    /** Whether a BEGIN is executed next, for {@link #begin}. */
    public boolean expectsBegin() {
        return first != null && follower == null;
    }

    /**
     * Sends a BEGIN, unless another thread has sent it, and behind it the first statement if the node has to be asked nothing before. The end of the
     * last transaction is waited for, too.
     *
     * @param sent the answer to the BEGIN if it was sent, else null
     */
    public Response begin(SqlStatement begin, @Nullable CompletableFuture<? extends Response> sent, long until)
            throws TransportException {
        First next = Objects.requireNonNull(first);
        first = null;
        schema.transactionEnded();
        Request<? extends Response> behind = requests.behindBegin(next.statement, next.parameters);
        CheckedRead read = behind == null ? requests.checkedRead(next.statement, next.parameters, true) : null;
        TransactionStart start = new TransactionStart(exchange, begin.text(), unawaited);
        unawaited = null;
        try {
            return start.send(
                    sent,
                    read == null ? null : read.question(),
                    read == null ? behind : read.request(),
                    !next.statement.readOnly(),
                    until);
        } finally {
            follower = start.follower();
            if (follower != null) {
                first = new First(next.statement, next.parameters, read);
            } else if (read != null) {
                schema.notExecuted(next.statement);
            }
        }
    }

    /** Whether the statement that is executed next was sent behind its BEGIN, for {@link #await}. */
    public boolean isFirstSent() {
        return follower != null;
    }

    /**
     * Waits for the answer to the statement that was sent behind its BEGIN.
     *
     * @return null if the schema turned out to be another one, so that the statement has to be executed again in the ordinary way
     */
    public @Nullable Response await(SqlStatement statement, long until) throws TransportException, EngineException {
        First sent = Objects.requireNonNull(first);
        Follower behind = Objects.requireNonNull(follower);
        first = null;
        follower = null;
        if (sent.statement != statement) {
            // It was sent, and its caller has not come for the answer.
            exchange.connection().close();
            throw exchange.connection().closedBefore();
        }
        Response response = behind.await(until);
        Answer question = behind.question();
        if (sent.read != null && question != null) {
            return sent.read.rows(exchange, question, response, until);
        }
        if (response instanceof Response.Failure refused) {
            throw new ServerFailure(refused.code(), refused.message());
        }
        ServerFailure doubt = behind.doubt();
        if (doubt != null) {
            throw new EngineException.OutcomeUnknown(doubt);
        }
        if (response instanceof Response.Rows rows && rows.hasCoercedTypes()) {
            // Another client has just made such a column: these values may be wrong.
            exchange.drain(rows, until);
            schema.invalidate();
            throw EngineException.RolledBack.schemaChanged();
        }
        return response;
    }

    /**
     * Ends the transaction without waiting for the answer.
     *
     * @param patienceMillis how long the next statement waits for it at most
     * @return false if an answer is under way; nothing was sent then
     */
    public boolean endUnawaited(SqlStatement end, int patienceMillis) {
        NodeConnection connection = exchange.connection();
        if (!connection.isOpen() || connection.isBusy()) {
            return false;
        }
        first = null;
        unawaited = UnawaitedEnd.send(exchange, end.text(), patienceMillis);
        return true;
    }

    /** Whether the answer to the end of the last transaction was not read yet. */
    public boolean hasUnawaitedEnd() {
        return unawaited != null;
    }

    /** Waits for the end of the last transaction, if its answer was not read yet. */
    public void settleEnd(long until) throws TransportException {
        UnawaitedEnd end = unawaited;
        unawaited = null;
        if (end != null) {
            end.settle(until);
        }
    }
}
