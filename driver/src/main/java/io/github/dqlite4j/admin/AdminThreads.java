package io.github.dqlite4j.admin;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

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

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

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
            THREADS.execute(() -> run(call));
            running++;
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable call) {
        try {
            call.run();
        } finally {
            ended();
        }
    }

    private void ended() {
        lock.lock();
        try {
            running--;
            Runnable next = waiting.poll();
            if (next != null) {
                execute(next);
            }
        } finally {
            lock.unlock();
        }
    }
}
