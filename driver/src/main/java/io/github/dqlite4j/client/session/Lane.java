package io.github.dqlite4j.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue for one session: one turn at a time, in the order of the requests. No thread waits in it: a turn gets a thread of the executor when it is granted. The
 * session is handed on before anything of the caller's runs, so that a caller who blocks holds up no other call; the same thread goes on with the next turn. Thread-safe.
 */
public final class Lane implements Sessions {
    private final ClientSession session;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private @Nullable Turn current;
    private @Nullable Turn end;
    private boolean ended;
    private @Nullable Throwable closed;

    public Lane(ClientSession session, Executor executor) {
        this.session = session;
        this.executor = executor;
    }

    @Override
    public void request(Turn turn) {
        Throwable refusal = null;
        lock.lock();
        try {
            if (closed != null) {
                refusal = closed;
            } else if (current == null) {
                current = turn;
            } else {
                waiting.add(turn);
                return;
            }
        } finally {
            lock.unlock();
        }
        if (refusal == null) {
            grant(turn);
        } else if (turn.leave()) {
            turn.refused(refusal);
        }
    }

    /** Grants the turn that is the current one, or else the next. */
    private void grant(Turn turn) {
        for (Turn next = turn; next != null; next = advance()) {
            Turn granted = next;
            try {
                Step.start(executor, () -> run(granted));
                return;
            } catch (RejectedExecutionException e) {
                if (isLast(granted)) {
                    // It gives the session back, and nothing comes after it.
                    Step.startAnyway(executor, () -> run(granted));
                    return;
                }
                if (granted.leave()) {
                    granted.refused(e);
                }
            }
        }
    }

    private @Nullable Step run(Turn turn) {
        return turn.leave() ? turn.granted(session) : release(session);
    }

    private boolean isLast(Turn turn) {
        lock.lock();
        try {
            return turn == end;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Turn advance() {
        lock.lock();
        try {
            Turn next = waiting.poll();
            while (next != null && !next.waits()) {
                next = waiting.poll();
            }
            if (next == null && !ended) {
                next = end;
                ended = end != null;
            }
            current = next;
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Step release(ClientSession released) {
        Turn next = advance();
        return next == null ? null : () -> run(next);
    }

    /**
     * Grants one last turn, after those that wait; in the calling thread if the executor takes no more work. Later requests are refused. A second call does nothing.
     *
     * @param refusal what later requests are refused with
     * @param atOnce whether those that wait are refused, too, and the current one is stopped
     * @return whether this call has closed the lane
     */
    public boolean close(Turn lastTurn, Throwable refusal, boolean atOnce) {
        List<Turn> refused = new ArrayList<>();
        Turn stopped = null;
        boolean grants = false;
        lock.lock();
        try {
            if (closed != null) {
                return false;
            }
            closed = refusal;
            if (atOnce) {
                refused.addAll(waiting);
                waiting.clear();
                stopped = current;
            }
            end = lastTurn;
            if (current == null) {
                current = lastTurn;
                ended = true;
                grants = true;
            }
        } finally {
            lock.unlock();
        }
        for (Turn turn : refused) {
            if (turn.leave()) {
                turn.refused(refusal);
            }
        }
        if (stopped != null) {
            stopped.stop();
        }
        if (grants) {
            grant(lastTurn);
        }
        return true;
    }
}
