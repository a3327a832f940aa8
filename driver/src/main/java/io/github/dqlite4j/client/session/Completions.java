package io.github.dqlite4j.client.session;

import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.time.NanoClock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Completes futures while the threads of calls continue with the next call. There are two threads, and more only while callbacks block all
 * of them, so that callbacks that wait for one another all continue. Thread-safe.
 */
final class Completions implements Executor {
    private static final DriverLog LOG = DriverLog.of("connections");
    private static final int FEW = 2;
    private static final int IDLE_SECONDS = 5;

    /** How often it is looked whether all threads are blocked, while something waits for them. */
    private static final Duration PERIOD = Duration.ofMillis(10);

    /** A callback that takes longer counts as blocked: a thread that waits for a socket looks as if it ran. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watched = new AtomicBoolean();

    @Override
    public void execute(Runnable task) {
        queue.add(task);
        if (workers.size() < FEW) {
            add();
        } else {
            watch();
        }
    }

    private void add() {
        Worker worker = new Worker();
        workers.add(worker);
        worker.thread.start();
    }

    /** Looks again later, once for all tasks that wait. */
    private void watch() {
        if (watched.compareAndSet(false, true)) {
            ClientThreads.after(PERIOD, this::look);
        }
    }

    private void look() {
        watched.set(false);
        if (queue.isEmpty()) {
            return;
        }
        int now = workers.size();
        if (workers.stream().allMatch(Worker::isBlocked)) {
            for (int i = 0; i < Math.min(queue.size(), Math.max(1, now)); i++) {
                add();
            }
        }
        watch();
    }

    /** One thread. */
    private final class Worker implements Runnable {
        private final Thread thread = ClientThreads.daemon(this, "dqlite4j client callbacks");
        private volatile boolean busy;
        private volatile long began;

        boolean isBlocked() {
            Thread.State state = thread.getState();
            boolean waits = state == Thread.State.WAITING
                    || state == Thread.State.TIMED_WAITING
                    || state == Thread.State.BLOCKED;
            return busy && (waits || NanoClock.SYSTEM.nanoTime() - began > LONG.toNanos());
        }

        @Override
        public void run() {
            try {
                Runnable task = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                while (task != null) {
                    began = NanoClock.SYSTEM.nanoTime();
                    busy = true;
                    complete(task);
                    busy = false;
                    task = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                // A callback has interrupted its thread; another one takes its place if there is work.
            } finally {
                workers.remove(this);
            }
            if (!queue.isEmpty()) {
                add();
            }
        }

        private void complete(Runnable task) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.log(Level.WARNING, () -> "A callback failed", e);
            }
        }
    }
}
