package io.github.dqlite4j.engine.write;

import io.github.dqlite4j.time.NanoClock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The writers of this JVM to one database, first come, first served: there is one writer at a time, and a server does not queue. The
 * thread that grants a turn sends the next writer's request, so that the server does not wait for a thread to wake up. A turn belongs
 * to a session and not to a thread, since a connection is passed from thread to thread. A fair semaphore is not enough: waiters must
 * check for a closed session without losing their place. Thread-safe.
 */
public final class WriteQueue {
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiter> waiters = new ArrayDeque<>();
    private boolean taken;

    public WriteQueue(NanoClock clock) {
        this.clock = clock;
    }

    private final class Waiter {
        private final Condition changed = lock.newCondition();
        private final long until;
        private final @Nullable QueuedRequest request;
        private boolean granted;

        private Waiter(long until, @Nullable QueuedRequest request) {
            this.until = until;
            this.request = request;
        }

        private long nanosLeft() {
            return until - clock.nanoTime();
        }

        private boolean isSent() {
            return request != null && request.answer() != null;
        }
    }

    /**
     * Waits for the turn to write, which has to be ended with {@link #end}. A free turn is granted whatever the other arguments are.
     *
     * @param until the latest moment, by the clock
     * @param abandoned whether to stop waiting; asked again and again
     * @param request asked once if there is a wait: what can be sent by the thread that grants the turn, if anything
     * @return whether the turn was granted
     */
    public boolean await(long until, BooleanSupplier abandoned, Supplier<@Nullable QueuedRequest> request)
            throws InterruptedException {
        lock.lock();
        try {
            if (!taken) {
                taken = true;
                return true;
            }
            Waiter waiter = new Waiter(until, request.get());
            waiters.add(waiter);
            try {
                return await(waiter, abandoned);
            } finally {
                waiters.remove(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Waiter waiter, BooleanSupplier abandoned) throws InterruptedException {
        try {
            while (!waiter.granted) {
                long left = waiter.nanosLeft();
                if (left <= 0 || abandoned.getAsBoolean()) {
                    return false;
                }
                waiter.changed.awaitNanos(Math.min(left, CHECK_NANOS));
            }
            return true;
        } catch (InterruptedException e) {
            if (waiter.isSent()) {
                Thread.currentThread().interrupt();
                return true;
            }
            if (waiter.granted) {
                end();
            }
            throw e;
        }
    }

    /** Grants the turn to the writer that has waited longest. */
    public void end() {
        lock.lock();
        try {
            Waiter next = waiters.poll();
            if (next == null) {
                taken = false;
                return;
            }
            next.granted = true;
            try {
                if (next.request != null && next.nanosLeft() > 0) {
                    next.request.send();
                }
            } finally {
                next.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
