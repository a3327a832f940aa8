package io.github.dqlite4j.client.session;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A place in a queue for a session. It is either granted, or refused, or left, once. Thread-safe. */
public abstract class Turn {
    private final AtomicBoolean decided = new AtomicBoolean();

    /**
     * The session is this turn's until {@link Sessions#release}. Called by a thread of the executor, which may block.
     *
     * @return what the thread is to do then: what {@code release} has returned, if it was called
     */
    protected abstract @Nullable Step granted(ClientSession session);

    /** There will be no session. Called by any thread. */
    protected abstract void refused(Throwable why);

    /** Ends what the turn does with its session, as soon as possible. Called by any thread, perhaps before {@link #granted}. */
    protected abstract void stop();

    /** Leaves the queue. Returns false if the turn was granted, refused or left before. */
    public final boolean leave() {
        return decided.compareAndSet(false, true);
    }

    /** Whether it still waits. */
    final boolean waits() {
        return !decided.get();
    }
}
