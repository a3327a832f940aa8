package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends a BEGIN, perhaps behind the end of the last transaction, and the first statement behind it. Used once, by the owner of the event
 * loop.
 */
public final class TransactionStart {
    private final NodeExchange exchange;
    private final Request<Response.Result> begin;
    private final @Nullable UnawaitedEnd last;
    private @Nullable Follower follower;

    /** @param last the end of the last transaction if its answer has not been read yet */
    public TransactionStart(NodeExchange exchange, String begin, @Nullable UnawaitedEnd last) {
        this.exchange = exchange;
        this.begin = new Request.ExecSql(exchange.database(), begin, List.of());
        this.last = last;
    }

    /**
     * Sends the requests and waits for the answer to the BEGIN. When it fails, the node is left without a transaction.
     *
     * @param sent the answer to the BEGIN if it was sent already, else null
     * @param question what is sent behind it, before the next statement, or null
     * @param next what is sent then, or null
     * @param writes whether that changes anything
     */
    public Response send(
            @Nullable CompletableFuture<? extends Response> sent,
            @Nullable Request<? extends Response> question,
            @Nullable Request<? extends Response> next,
            boolean writes,
            long until)
            throws TransportException {
        CompletableFuture<? extends Response> begun =
                sent == null ? exchange.connection().append(begin, true) : sent;
        Follower behind = next == null ? null : Follower.append(exchange, question, next, writes);
        exchange.connection().flush();
        if (last != null) {
            last.await(until);
        }
        ServerFailure failure;
        try {
            Response answer = exchange.await(begun, until);
            if (!(answer instanceof Response.Failure refused)) {
                follower = behind != null && behind.isSent() ? behind : null;
                return answer;
            }
            failure = new ServerFailure(refused.code(), refused.message());
        } catch (ServerFailure e) {
            failure = e;
        }
        boolean opened = behind != null && behind.drop(until);
        if (last != null && last.hasFailed()) {
            // It is still open.
            exchange.rollback(until);
            return exchange.ask(begin, until);
        }
        if (opened) {
            exchange.rollback(until);
        }
        throw failure;
    }

    /** The first statement, if it was sent and the BEGIN has succeeded. */
    public @Nullable Follower follower() {
        return follower;
    }
}
