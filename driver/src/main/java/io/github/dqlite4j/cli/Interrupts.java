package io.github.dqlite4j.cli;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ctrl-C: ends what is running. Called in the thread of a signal; the shell's thread asks. */
final class Interrupts {
    private final AtomicReference<@Nullable Runnable> running = new AtomicReference<>();
    private final Runnable whenIdle;
    private volatile boolean requested;

    /** @param whenIdle called if nothing is running */
    Interrupts(Runnable whenIdle) {
        this.whenIdle = whenIdle;
    }

    /** @param cancel ends what is about to run; called in another thread */
    void during(Runnable cancel) {
        running.set(cancel);
    }

    /** What was running has ended. */
    void done() {
        running.set(null);
    }

    void interrupt() {
        Runnable cancel = running.get();
        if (cancel == null) {
            whenIdle.run();
        } else {
            requested = true;
            cancel.run();
        }
    }

    /** Forgets what was before. */
    void begin() {
        requested = false;
    }

    /** Whether the one that runs, or ran last, was interrupted. */
    boolean requested() {
        return requested;
    }
}
