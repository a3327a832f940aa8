package io.github.dqlite4j.client.session;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What a thread does for a session, and then for the next one: so that one thread serves a queue without a change of threads. */
@FunctionalInterface
public interface Step {
    /** Does the work. Returns what the same thread is to do then, null for nothing. */
    @Nullable
    Step run();

    /**
     * Has a thread of the executor do this and all that follows.
     *
     * @throws RejectedExecutionException if it takes no more work, or cannot start a thread
     */
    static void start(Executor executor, Step first) {
        try {
            executor.execute(() -> runAll(first));
        } catch (RejectedExecutionException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new RejectedExecutionException("The executor has failed: " + e, e);
        }
    }

    /** The same, in the calling thread if the executor takes no more work. */
    static void startAnyway(Executor executor, Step first) {
        try {
            start(executor, first);
        } catch (RejectedExecutionException e) {
            runAll(first);
        }
    }

    private static void runAll(Step first) {
        Step next = first;
        while (next != null) {
            next = next.run();
        }
    }
}
