package io.github.dqlite4j.transport;

import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.wire.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a connection waits for, in the order of their requests, and messages of rows that came before they were asked for. A
 * server answers in the order in which it reads. Used by the thread that owns the event loop.
 */
final class ExpectedAnswers {
    /** Of rows that are collected: an answer that is larger may have no end. */
    private static final long MAX_COLLECTED_BYTES =
            Math.min(Runtime.getRuntime().maxMemory() / 16, 64L * 1024 * 1024);

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Queue<Response> early = new ArrayDeque<>();

    /** Whether the last ROWS message that was delivered said that more follow. */
    private boolean streaming;

    /** Whether the last ROWS message that came said that more follow; unlike {@link #streaming}, early messages count. */
    private boolean rowsAnnounced;

    private int queries;
    private int columns;

    /** Whether an answer is not complete yet. */
    boolean isBusy() {
        return streaming || !answers.isEmpty();
    }

    /** Whether a request can be sent: not behind rows that are read one message after another. */
    boolean acceptsRequest() {
        Answer last = answers.peekLast();
        return !streaming && (last == null || !last.isQuery() || last.collects());
    }

    /** Whether rows of the query under way can be asked for. */
    boolean acceptsMoreRows() {
        return streaming && answers.isEmpty();
    }

    /** Whether a message may come without a violation of the protocol. */
    boolean awaitsMessage() {
        return rowsAnnounced || !answers.isEmpty();
    }

    /** How many answers the server has to complete, if rows are among them; else 0. */
    int unfinishedWithRows() {
        if (queries == 0 && !rowsAnnounced) {
            return 0;
        }
        // Rows that are read one message after another have nothing behind them.
        return Math.max(1, answers.size());
    }

    void expect(Answer answer) {
        if (answer.isQuery()) {
            queries++;
        }
        answers.add(answer);
    }

    /** The next message of the query under way; it may be there already, see {@link #deliverEarly}. */
    Answer expectMoreRows() {
        Answer answer = Answer.of(Response.Rows.class);
        answers.add(answer);
        return answer;
    }

    /** Delivers a message that came before it was asked for, if there is one. */
    @Nullable
    String deliverEarly() {
        Response next = early.poll();
        return next == null ? null : deliver(next);
    }

    /** Takes a message; returns what is wrong with it, or null. */
    @Nullable
    String receive(Response response) {
        boolean announced = rowsAnnounced;
        rowsAnnounced = response instanceof Response.Rows rows && rows.hasMore();
        if (!answers.isEmpty()) {
            return deliver(response);
        }
        if (announced) {
            early.add(response);
            return null;
        }
        return NodeConnection.UNASKED;
    }

    private @Nullable String deliver(Response response) {
        Answer answer = Objects.requireNonNull(answers.peek());
        if (response instanceof Response.Failure failure) {
            remove(answer);
            answer.refused(failure);
            return null;
        }
        String defect = defect(response, answer);
        if (defect != null) {
            return defect;
        }
        if (response instanceof Response.Rows rows) {
            columns = rows.columnCount();
            streaming = rows.hasMore();
            if (answer.collects()) {
                if (answer.collect(rows) > MAX_COLLECTED_BYTES) {
                    return "more than " + MAX_COLLECTED_BYTES + " bytes of rows where few were expected";
                }
                if (streaming) {
                    return null;
                }
            }
        }
        boolean more = streaming;
        remove(answer);
        streaming = more;
        answer.complete(answer.first(response));
        return null;
    }

    private void remove(Answer answer) {
        answers.remove();
        streaming = false;
        if (answer.isQuery() && queries > 0) {
            queries--;
        }
    }

    /** What is wrong with an answer, or null. */
    private @Nullable String defect(Response response, Answer answer) {
        if (!answer.type().isInstance(response)) {
            return "the wrong answer: " + response.getClass().getSimpleName();
        }
        if (response instanceof Response.Rows rows) {
            if (rows.hasMore() && rows.isEmpty()) {
                return "rows without end: the column names fill a whole message; give the columns shorter names"
                        + " or select fewer";
            }
            if (streaming && rows.columnCount() != columns) {
                return "rows of " + rows.columnCount() + " columns after rows of " + columns;
            }
        }
        return null;
    }

    /** Fails everything that waits. */
    void fail(Disconnected reason) {
        early.clear();
        streaming = false;
        queries = 0;
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.completeExceptionally(reason);
        }
    }
}
