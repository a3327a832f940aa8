package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first statement of a transaction, sent behind its BEGIN. If the BEGIN fails, the server executes the statement all the same. What a
 * read returns is dropped then. A guard goes before a write, as in {@link GuardedWrites}: a second BEGIN, which then opens a transaction, so that
 * the write can be rolled back. Used once, by the owner of the event loop.
 */
public final class Follower {
    private final NodeExchange exchange;
    private final @Nullable Answer guarded;
    private final Answer answer;

    private Follower(NodeExchange exchange, @Nullable Answer guarded, Answer answer) {
        this.exchange = exchange;
        this.guarded = guarded;
        this.answer = answer;
    }

    /**
     * Adds a statement to the requests that are not sent yet, behind the BEGIN.
     *
     * @param writes whether it changes anything
     * @return null if the protocol cannot carry the statement; it was not added
     */
    public static @Nullable Follower append(
            NodeExchange exchange, Request<? extends Response> request, boolean writes) {
        NodeConnection connection = exchange.connection();
        Answer guarded =
                writes ? connection.append(new Request.ExecSql(exchange.database(), "BEGIN", List.of()), true) : null;
        try {
            return new Follower(exchange, guarded, connection.append(request, false));
        } catch (IllegalArgumentException e) {
            return guarded == null ? null : new Follower(exchange, guarded, guarded);
        }
    }

    /** Whether the statement itself was sent, and not only its guard. */
    public boolean isSent() {
        return answer != guarded;
    }

    /**
     * Waits for the answer, after the BEGIN has succeeded.
     *
     * @throws ServerFailure also if the transaction is gone
     */
    public Response await(long until) throws TransportException {
        exchange.await(answer, until);
        if (guarded != null && !(guarded.join() instanceof Response.Failure)) {
            throw new ServerFailure(ServerErrors.ERROR, "no transaction is active");
        }
        ServerFailure failure = answer.failure();
        if (failure != null) {
            throw failure;
        }
        return answer.join();
    }

    /** Whether the statement was executed while it is not known whether a transaction was open. Call it after {@link #await}. */
    public boolean isOutcomeUnknown() {
        Answer before = guarded;
        return before != null
                && before.join() instanceof Response.Failure failure
                && !ServerErrors.isInTransaction(failure.code(), failure.message())
                && !(answer.join() instanceof Response.Failure);
    }

    /**
     * Reads and drops the answer, after the BEGIN has failed.
     *
     * @return whether a transaction may be open now, which has to be rolled back
     */
    public boolean drop(long until) throws TransportException {
        exchange.await(answer, until);
        if (answer.join() instanceof Response.Rows rows) {
            exchange.drain(rows, until);
        }
        return guarded != null;
    }
}
