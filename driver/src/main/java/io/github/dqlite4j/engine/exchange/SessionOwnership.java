package io.github.dqlite4j.engine.exchange;

import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.transport.CallerEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Who may touch a session: all its state belongs to the thread that owns its event loop; while a session is queued for writing, that is
 * the thread that grants the turn. User code, such as a listener, runs after the loop was given up. Thread-safe.
 */
public final class SessionOwnership {
    private static final DriverLog LOG = DriverLog.of("connections");
    private static final long TASK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final CallerEventLoop loop;
    private final Runnable end;
    private final List<Runnable> afterRelease = new ArrayList<>();
    private volatile boolean closed;

    /** Whether the session is unreachable for callers, so that the call under way is the last one. */
    private volatile boolean abandoned;

    /** Whether a thread has entered; one that only runs a task on the loop has not. */
    private volatile boolean entered;

    private boolean ended;

    /** @param end called once, by the last owner of a session that is closed */
    public SessionOwnership(CallerEventLoop loop, Runnable end) {
        this.loop = loop;
        this.end = end;
    }

    /** Takes the session for the calling thread, and waits for its owner. Reentrant; pair it with {@link #exit}. */
    public void enter() {
        loop.enter();
        if (!entered) {
            entered = true;
        }
    }

    /** The same, but waits at most that long; an interrupt ends the wait and stays set. */
    public boolean tryEnter(long millis) {
        if (loop.tryEnter(TimeUnit.MILLISECONDS.toNanos(millis))) {
            if (!entered) {
                entered = true;
            }
            return true;
        }
        return false;
    }

    /** The same, but waits until that holds; an interrupt does not end the wait. */
    public boolean enterUnless(BooleanSupplier abandoned) {
        if (loop.enterUnless(abandoned)) {
            entered = true;
            return true;
        }
        return false;
    }

    /** Gives the session up, ends it if it was closed meanwhile, and runs what waits for that. */
    public void exit() {
        if (loop.holds() > 1) {
            loop.exit();
            return;
        }
        List<Runnable> callbacks = null;
        try {
            if (abandoned) {
                closed = true;
            }
            if (closed && !ended) {
                ended = true;
                end.run();
            }
            if (!afterRelease.isEmpty()) {
                callbacks = List.copyOf(afterRelease);
                afterRelease.clear();
            }
        } finally {
            entered = false;
            loop.exit();
        }
        if (callbacks != null) {
            // What user code throws must not hide what is reported of the data.
            LOG.notify(callbacks, Runnable::run);
        }
        if (closed || abandoned) {
            // It may have been closed after this thread had looked.
            endUnlessEntered();
        }
    }

    /**
     * Ends a session that is closed. If another thread has entered it, that one does so when it exits; a thread that only runs a task on
     * the loop does not, so its short stay is waited for.
     */
    public void endUnlessEntered() {
        while (!entered) {
            if (loop.tryEnter(TASK_NANOS)) {
                if (ended) {
                    loop.exit();
                } else {
                    entered = true;
                    exit();
                }
                return;
            }
        }
    }

    /** Runs user code as soon as the session is given up. Call it as the owner. */
    public void afterRelease(Runnable callback) {
        afterRelease.add(callback);
    }

    public boolean isClosed() {
        return closed;
    }

    /** From now on the session is closed; its last owner ends it. */
    public void close() {
        closed = true;
    }

    /** Ends the session once the call that may still be under way has ended. */
    public void abandon() {
        abandoned = true;
        endUnlessEntered();
    }

    /** Runs a step as the owner: at once, or between two steps of the thread that owns the session now. */
    public void execute(Runnable step) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            // It was closed meanwhile, so there is nothing to do.
        }
    }
}
