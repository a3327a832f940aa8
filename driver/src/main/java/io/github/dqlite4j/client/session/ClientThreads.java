package io.github.dqlite4j.client.session;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all clients without an executor of the user's: daemons, which end after a few seconds without work. There are as many as connections have a
 * call under way, and a few for callbacks ({@link Completions}). One more thread keeps the time.
 */
public final class ClientThreads {
    private static final int IDLE_SECONDS = 5;
    private static final Executor EXECUTOR = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "dqlite4j client"));
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private static final Executor COMPLETIONS = new Completions();

    private ClientThreads() {}

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "dqlite4j client timer"));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    public static Executor executor() {
        return EXECUTOR;
    }

    /** What completes futures, where the threads of calls have something else to do. */
    public static Executor completions() {
        return COMPLETIONS;
    }

    /** Runs a short task that does not block, later. */
    public static Future<?> after(Duration delay, Runnable task) {
        return TIMER.schedule(task, nanos(delay), TimeUnit.NANOSECONDS);
    }

    private static long nanos(Duration delay) {
        try {
            return delay.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2;
        }
    }
}
