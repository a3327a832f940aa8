package io.github.dqlite4j.engine.pipeline;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends statements that write, many in one write to the socket, inside an open transaction. The server executes what is behind a failed
 * statement, and if the transaction has ended by then, outside of it, where every statement commits. So a guard goes before each
 * statement: a BEGIN, which must fail since a transaction is open. If it succeeds, the transaction was lost, and what follows is in a new one,
 * which is never committed: see docs/decisions/pipelining.md. No COMMIT is ever among the statements.
 *
 * <p>Used once, by the owner of the event loop. No other request may be sent between the first {@link #add} and {@link #finish}.
 */
public final class GuardedWrites {
    /** How many bytes are sent in one write at least, unless there is no more. */
    private static final int WRITE_BYTES = 16 * 1024;

    /** How much waits for answers at most. A larger statement goes alone. */
    private static final int MAX_BYTES_UNDER_WAY = 256 * 1024;

    private static final int MAX_UNDER_WAY = 1024;

    private final NodeExchange exchange;
    private final LongSupplier deadlines;
    private final Observer observer;
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private int bytesUnderWay;
    private int answered;
    private @Nullable Failed failed;

    /** How the transaction is after all answers have come. */
    public enum Transaction {
        /** It is open, with all statements that succeeded. */
        OPEN,
        /** The server had rolled it back. Another one may be open, which has to be rolled back. */
        LOST,
        /** The node refuses to serve this session. */
        REFUSED,
        /** A statement may have been executed outside of the transaction. */
        UNKNOWN
    }

    /** What is called for each statement that succeeded, in order, until one has failed. */
    @FunctionalInterface
    public interface Observer {
        /**
         * @param index of the statement, from 0
         * @param answer see {@link Answer#collected} for rows
         * @return whether the statement did what it should; if not, it counts as failed
         * @throws WireException if the rows of the answer are malformed
         */
        boolean succeeded(int index, Answer answer) throws WireException;
    }

    /** @param answer null for a guard alone */
    private record Sent(Guard guard, @Nullable Answer answer, int bytes) {}

    /**
     * The first statement that failed.
     *
     * @param index of the statement
     * @param cause null if the server did what it was asked, but not what was expected
     */
    public record Failed(int index, @Nullable ServerFailure cause, Transaction transaction) {}

    /** @param deadlines asked before each wait: the latest moment for an answer */
    public GuardedWrites(NodeExchange exchange, LongSupplier deadlines, Observer observer) {
        this.exchange = exchange;
        this.deadlines = deadlines;
        this.observer = observer;
    }

    /** The first statement that failed, as far as answers have come; null if none has. */
    public @Nullable Failed failed() {
        return failed;
    }

    /**
     * Sends a statement soon, and reads answers if many have not come.
     *
     * @return false if it was not added, since an earlier statement has failed
     * @throws IllegalArgumentException if the protocol cannot carry a text or a value; the statement was not added
     */
    public boolean add(Request<? extends Response> write) throws TransportException {
        NodeConnection connection = exchange.connection();
        while (failed == null && (bytesUnderWay > MAX_BYTES_UNDER_WAY || underWay.size() >= MAX_UNDER_WAY)) {
            connection.flush();
            readAnswer();
        }
        if (failed != null) {
            return false;
        }
        int before = connection.appendedBytes();
        Guard guard = Guard.append(exchange);
        Answer answer = null;
        try {
            answer = connection.append(write, true);
        } finally {
            int bytes = connection.appendedBytes() - before;
            underWay.add(new Sent(guard, answer, bytes));
            bytesUnderWay += bytes;
        }
        if (connection.appendedBytes() >= WRITE_BYTES) {
            connection.flush();
        }
        return true;
    }

    /** Reads all answers. Statements cannot be added after this. */
    public void finish() throws TransportException {
        exchange.connection().flush();
        while (!underWay.isEmpty()) {
            readAnswer();
        }
        Failed first = failed;
        if (first != null && first.transaction() == Transaction.OPEN && first.cause() != null) {
            // The last statement has no guard behind it.
            underWay.add(new Sent(Guard.append(exchange), null, 0));
            exchange.connection().flush();
            readAnswer();
        }
    }

    private void readAnswer() throws TransportException {
        Sent sent = underWay.element();
        exchange.await(sent.answer() == null ? sent.guard().answer() : sent.answer(), deadlines.getAsLong());
        underWay.remove();
        bytesUnderWay -= sent.bytes();
        Failed first = failed;
        if (first == null || first.transaction() == Transaction.OPEN) {
            judge(sent.guard(), sent.answer(), first);
        } else if (first.transaction() == Transaction.REFUSED) {
            failed = afterRefusal(first, sent.guard(), sent.answer());
        }
        if (sent.answer() != null) {
            answered++;
        }
    }

    private boolean succeeded(Answer answer) throws TransportException {
        try {
            return observer.succeeded(answered, answer);
        } catch (WireException e) {
            throw exchange.malformed(e);
        }
    }

    private void judge(Guard guard, @Nullable Answer answer, @Nullable Failed first) throws TransportException {
        if (guard.hasBegun()) {
            failed = first == null
                    ? new Failed(answered, null, Transaction.LOST)
                    : new Failed(first.index(), first.cause(), Transaction.LOST);
            return;
        }
        ServerFailure refusal = guard.refusal();
        if (refusal != null) {
            Failed refused = new Failed(first == null ? answered : first.index(), refusal, Transaction.REFUSED);
            failed = afterRefusal(refused, guard, answer);
        } else if (answer != null && first == null && (Guard.isRefused(answer) || !succeeded(answer))) {
            failed = new Failed(answered, answer.failure(), Transaction.OPEN);
        }
    }

    /** Nothing is known of the transaction: what is executed now may have been committed, unless the guard has begun a new one. */
    private static Failed afterRefusal(Failed refused, Guard guard, @Nullable Answer answer) {
        if (guard.hasBegun()) {
            return new Failed(refused.index(), refused.cause(), Transaction.LOST);
        }
        return answer == null || Guard.isRefused(answer)
                ? refused
                : new Failed(refused.index(), refused.cause(), Transaction.UNKNOWN);
    }
}
