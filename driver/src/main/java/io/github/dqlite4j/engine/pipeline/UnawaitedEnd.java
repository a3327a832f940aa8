package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
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
    private final int patienceMillis;

    private UnawaitedEnd(NodeExchange exchange, Answer answer, int patienceMillis) {
        this.exchange = exchange;
        this.answer = answer;
        this.patienceMillis = patienceMillis;
    }

    /**
     * Sends the statement.
     *
     * @param patienceMillis how long the answer is waited for when the next request needs it
     */
    public static UnawaitedEnd send(NodeExchange exchange, String sql, int patienceMillis) {
        Answer answer = exchange.connection().append(new Request.ExecSql(exchange.database(), sql, List.of()), true);
        exchange.connection().flush();
        return new UnawaitedEnd(exchange, answer, patienceMillis);
    }

    /** Waits for the answer, and makes sure that the transaction is over. */
    public void settle(long until) throws TransportException {
        await(until);
        if (hasFailed()) {
            exchange.rollback(until);
        }
    }

    /**
     * Waits for the answer, but not long: a connection that was lost costs nothing but a new one.
     *
     * @throws Disconnected as of a connection that was lost before a later request was sent
     */
    void await(long until) throws TransportException {
        try {
            exchange.await(answer, Math.min(until, exchange.deadline(patienceMillis)));
        } catch (Disconnected e) {
            throw e.reason() == Disconnected.Reason.CANCELLED ? e : new Disconnected(e.getMessage(), false, e);
        }
    }

    /** Whether the server has refused it. Call it when an answer to a later request has come. */
    public boolean hasFailed() {
        return answer.join() instanceof Response.Failure;
    }
}
