package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.write.BusyMessages;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What held one statement up; most statements do without. Times in nanoseconds. Used by the owner of the session. */
final class Delays {
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private final SessionCore core;
    private int unanswered;
    private int replays;
    private long waited;
    private long searched;
    private long pause = MIN_PAUSE_NANOS;

    Delays(SessionCore core) {
        this.core = core;
    }

    /** How often it was sent without an answer. */
    int unanswered() {
        return unanswered;
    }

    void addUnanswered() {
        unanswered++;
    }

    /** How often its transaction was executed again. */
    int replays() {
        return replays;
    }

    void addReplay() {
        replays++;
    }

    /** The time spent waiting for other writers. */
    long waited() {
        return waited;
    }

    void addWaited(long nanos) {
        waited += nanos;
    }

    /** The time spent looking for a leader. */
    long searched() {
        return searched;
    }

    void addSearched(long nanos) {
        searched += nanos;
    }

    /**
     * Waits a moment for a lock that another client holds; each time longer.
     *
     * @param queryUntil the end of the statement's own time
     * @param busyUntil the end of the time to wait for locks
     * @return false if that time is over
     */
    boolean waitForLock(ServerFailure busy, long queryUntil, long busyUntil) throws EngineException {
        long before = core.clock().nanoTime();
        // What is sent at the last moment has no time to be answered, and the caller would not know the outcome.
        if (before + 3 * pause > queryUntil) {
            throw EngineException.Stopped.timeout(
                    BusyMessages.heldElsewhere("The query timeout ended while the write lock was not free", busy),
                    busy);
        }
        if (before >= busyUntil) {
            return false;
        }
        core.pauseNanos(pause + ThreadLocalRandom.current().nextLong(pause));
        waited += core.clock().nanoTime() - before;
        pause = Math.min(pause * 2, MAX_PAUSE_NANOS);
        core.executions().check();
        if (Thread.currentThread().isInterrupted()) {
            throw new EngineException.ServerError(busy, Outcome.NOTHING_HAPPENED);
        }
        return true;
    }
}
