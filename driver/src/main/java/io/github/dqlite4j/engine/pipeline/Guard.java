package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A BEGIN before a statement that writes. It has to fail, since a transaction is open. If it succeeds, there was none, and the statement is
 * executed in the new one. The methods are for the time after the answer has come.
 *
 * @param answer the answer to the BEGIN
 */
record Guard(Answer answer) {
    /** Adds a guard to the requests that are not sent yet. */
    static Guard append(NodeExchange exchange) {
        return new Guard(
                exchange.connection().append(new Request.ExecSql(exchange.database(), "BEGIN", List.of()), true));
    }

    /** Whether no transaction was open, so that the guard has begun one. */
    boolean hasBegun() {
        return !isRefused(answer);
    }

    /** Why the guard failed, if that does not show that a transaction is open. */
    @Nullable
    ServerFailure refusal() {
        return answer.join() instanceof Response.Failure failure
                        && !ServerErrors.isInTransaction(failure.code(), failure.message())
                ? answer.failure()
                : null;
    }

    /** Whether the server has refused a request. */
    static boolean isRefused(Answer answer) {
        return answer.join() instanceof Response.Failure;
    }
}
