package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first statement of a transaction, sent behind its BEGIN. If the BEGIN fails, the server still executes the statement. Then the rows of a
 * read are dropped. A guard goes before a write, as in {@link GuardedWrites}: a second BEGIN, which then opens a transaction, so that
 * the write can be rolled back. Used once, by the owner of the event loop.
 */
public final class Follower {
    private final NodeExchange exchange;
    private final @Nullable Guard guard;
    private final @Nullable Answer question;
    private final @Nullable Answer answer;

    private Follower(NodeExchange exchange, @Nullable Guard guard, @Nullable Answer question, @Nullable Answer answer) {
        this.exchange = exchange;
        this.guard = guard;
        this.question = question;
        this.answer = answer;
    }

    /**
     * Adds a statement to the requests that are not sent yet, behind the BEGIN. If the protocol cannot carry it, only what goes before it is
     * added.
     *
     * @param question goes before the statement; null if nothing has to be asked
     * @param writes whether the statement changes anything
     */
    static Follower append(
            NodeExchange exchange,
            @Nullable Request<? extends Response> question,
            Request<? extends Response> request,
            boolean writes) {
        Guard guard = writes ? Guard.append(exchange) : null;
        Answer asked = question == null ? null : exchange.connection().append(question, true);
        Answer answer = null;
        try {
            answer = exchange.connection().append(request, false);
        } catch (IllegalArgumentException e) {
            // The statement itself reports what cannot be sent.
        }
        return new Follower(exchange, guard, asked, answer);
    }

    /** Whether the statement itself was sent. */
    boolean isSent() {
        return answer != null;
    }

    /**
     * Waits for the answer, after the BEGIN has succeeded.
     *
     * @return {@link Response.Failure} if the server has refused the statement
     * @throws ServerFailure if the server has ended the transaction
     */
    public Response await(long until) throws TransportException {
        Answer sent = Objects.requireNonNull(answer);
        exchange.await(sent, until);
        if (guard != null && guard.hasBegun()) {
            throw ServerErrors.noTransaction();
        }
        return sent.join();
    }

    /** The answer to the question before the statement; null if there was none. Call it after {@link #await} has ended. */
    public @Nullable Answer question() {
        return question;
    }

    /** Why it is not known whether the statement was executed in a transaction; null if it is. Call it after {@link #await} has returned. */
    public @Nullable ServerFailure doubt() {
        return guard == null ? null : guard.refusal();
    }

    /**
     * Reads and drops the answers, after the BEGIN has failed.
     *
     * @return whether a transaction may be open now, which has to be rolled back
     */
    boolean drop(long until) throws TransportException {
        if (guard != null) {
            exchange.await(guard.answer(), until);
        }
        if (question != null) {
            exchange.await(question, until);
        }
        if (answer != null && exchange.await(answer, until) instanceof Response.Rows rows) {
            exchange.drain(rows, until);
        }
        return guard != null;
    }
}
