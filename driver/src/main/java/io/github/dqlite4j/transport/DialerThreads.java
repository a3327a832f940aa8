package io.github.dqlite4j.transport;

import io.github.dqlite4j.report.DriverLog;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs user code that opens connections to the nodes of one cluster, since it may block. Each node has a few daemon threads of its own, so that what hangs for one
 * node does not hold up the others. A thread ends when nothing waits for it. Thread-safe.
 */
final class DialerThreads {
    /** For each node. */
    static final int MOST = 16;

    private static final DriverLog LOG = DriverLog.of("connections");

    private final @Nullable ClassLoader loader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeAddress, Line> lines = new HashMap<>();

    /** What waits for the threads of one node. Guarded by the lock. */
    private static final class Line {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int threads;
    }

    /** @param loader the context class loader of the threads */
    DialerThreads(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    /** @throws RejectedExecutionException if there is no thread left */
    void execute(NodeAddress node, Runnable task) {
        lock.lock();
        try {
            Line line = lines.computeIfAbsent(node, any -> new Line());
            line.waiting.add(task);
            if (line.threads == MOST) {
                return;
            }
            line.threads++;
        } finally {
            lock.unlock();
        }
        try {
            Thread thread = new Thread(null, () -> work(node), "dqlite4j-dialer " + node, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            thread.start();
        } catch (OutOfMemoryError e) {
            notStarted(node, task);
            throw new RejectedExecutionException("no thread can be started: " + e.getMessage(), e);
        }
    }

    private void notStarted(NodeAddress node, Runnable task) {
        lock.lock();
        try {
            Line line = lines.get(node);
            if (line != null) {
                line.waiting.remove(task);
                end(node, line);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a task that has not begun. */
    void remove(NodeAddress node, Runnable task) {
        lock.lock();
        try {
            Line line = lines.get(node);
            if (line != null) {
                line.waiting.remove(task);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(NodeAddress node) {
        for (Runnable task = next(node); task != null; task = next(node)) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.log(Level.WARNING, () -> node + ": a task of a dialer failed", e);
            }
            Thread.interrupted();
        }
    }

    /** The next task of the calling thread; null if it has to end. */
    private @Nullable Runnable next(NodeAddress node) {
        lock.lock();
        try {
            Line line = lines.get(node);
            Runnable task = line == null ? null : line.waiting.poll();
            if (line != null && task == null) {
                end(node, line);
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void end(NodeAddress node, Line line) {
        line.threads--;
        if (line.threads == 0) {
            lines.remove(node);
        }
    }
}
