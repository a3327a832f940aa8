package io.github.dqlite4j.client.session;

import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.time.NanoClock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Completes futures while the threads of calls go on with the next call. A few threads do that; there are more only when callbacks block all of them, so that those
 * who wait for one another all go on. Thread-safe.
 */
final class Completions implements Executor {
    private static final DriverLog LOG = DriverLog.of("connections");
    private static final Duration STUCK = Duration.ofMillis(10);
    private static final int FEW = 2;
    private static final int IDLE_SECONDS = 5;

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile long lastTaken;

    @Override
    public void execute(Runnable task) {
        queue.add(task);
        if (threads.get() < FEW) {
            grow(FEW);
        } else {
            watch();
        }
    }

    private void grow(int most) {
        int now = threads.get();
        while (now < most) {
            if (threads.compareAndSet(now, now + 1)) {
                ClientThreads.daemon(this::work, "dqlite4j client callbacks").start();
                return;
            }
            now = threads.get();
        }
    }

    /** Looks again later, once for all tasks that wait. */
    private void watch() {
        if (watched.compareAndSet(false, true)) {
            ClientThreads.after(STUCK, this::look);
        }
    }

    private void look() {
        watched.set(false);
        if (!queue.isEmpty()) {
            if (NanoClock.SYSTEM.nanoTime() - lastTaken >= STUCK.toNanos()) {
                int more = Math.min(queue.size(), Math.max(1, threads.get()));
                for (int i = 0; i < more; i++) {
                    grow(Integer.MAX_VALUE);
                }
            }
            watch();
        }
    }

    private void work() {
        try {
            Runnable task = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            while (task != null) {
                lastTaken = NanoClock.SYSTEM.nanoTime();
                run(task);
                task = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            // A callback has interrupted its thread; another one takes its place if there is work.
        } finally {
            threads.decrementAndGet();
        }
        if (!queue.isEmpty()) {
            grow(FEW);
            watch();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(Level.WARNING, () -> "A callback failed", e);
        }
    }
}
