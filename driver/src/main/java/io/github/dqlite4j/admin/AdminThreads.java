package io.github.dqlite4j.admin;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads of asynchronous calls without an executor of the user's: daemons, which end after a few seconds without work. Each
 * {@link DqliteAdmin#of} uses only a few of them at a time, and keeps no other one waiting with calls that nothing answers, or with
 * stages that block. Thread-safe.
 */
final class AdminThreads implements Executor {
    /** Calls of one {@link DqliteAdmin#of} at a time. */
    static final int MOST = 8;

    private static final int IDLE_SECONDS = 5;
    private static final Executor THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), AdminThreads::thread);

    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    AdminThreads() {
        this(THREADS);
    }

    /** @param threads starts a thread for each task, or throws */
    AdminThreads(Executor threads) {
        this.threads = threads;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "dqlite4j administration");
        thread.setDaemon(true);
        // Not the class loader of the application that calls first: it may be stopped and started again in this JVM.
        thread.setContextClassLoader(AdminThreads.class.getClassLoader());
        return thread;
    }

    @Override
    public void execute(Runnable call) {
        lock.lock();
        try {
            if (running == MOST) {
                waiting.add(call);
                return;
            }
            // If there is no thread, this throws, and nothing is running.
            threads.execute(() -> run(call));
            running++;
        } finally {
            lock.unlock();
        }
    }

    /** Also runs the calls that wait, in the same thread: for them, no other one has to be started. */
    private void run(Runnable first) {
        @Nullable Runnable call = first;
        while (call != null) {
            try {
                call.run();
            } catch (Throwable e) {
                report(e);
            }
            call = next();
        }
    }

    /** As the JVM reports what ends a thread. */
    private static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable e) {
            // The JVM ignores it, too.
        }
    }

    private @Nullable Runnable next() {
        // An interrupt was meant for the call that has ended.
        Thread.interrupted();
        lock.lock();
        try {
            Runnable next = waiting.poll();
            if (next == null) {
                running--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
