package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;

/**
 * The end of a transaction whose answer is not waited for, since it makes nothing durable: a ROLLBACK, or the COMMIT of a transaction that has
 * only read. If it fails, the transaction may still be open, so nothing that must not be a part of it is sent before {@link #settle}. A BEGIN
 * may be sent behind it: that fails then. Used by the owner of the event loop.
 */
public final class UnawaitedEnd {
    private final NodeExchange exchange;
    private final Answer answer;

    private UnawaitedEnd(NodeExchange exchange, Answer answer) {
        this.exchange = exchange;
        this.answer = answer;
    }

    /** Sends the statement. */
    public static UnawaitedEnd send(NodeExchange exchange, String sql) {
        Answer answer = exchange.connection().append(new Request.ExecSql(exchange.database(), sql, List.of()), true);
        exchange.connection().flush();
        return new UnawaitedEnd(exchange, answer);
    }

    /** Waits for the answer, and makes sure that the transaction is over. */
    public void settle(long until) throws TransportException {
        exchange.await(answer, until);
        if (hasFailed()) {
            exchange.rollback(until);
        }
    }

    /** Whether the server has refused it. Call it when an answer to a later request has come. */
    public boolean hasFailed() {
        return answer.join() instanceof Response.Failure;
    }
}
