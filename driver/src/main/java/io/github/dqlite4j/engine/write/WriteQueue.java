package io.github.dqlite4j.engine.write;

import io.github.dqlite4j.time.NanoClock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The writers of this JVM to one database, first come, first served: there is one writer at a time, and a server does not queue. The
 * thread that grants a turn sends the next writer's request, so that the server does not wait for a thread to wake up. A turn belongs
 * to a session and not to a thread, since a connection is passed from thread to thread. A fair semaphore is not enough: a waiter whose
 * session is closed, or whose statement is cancelled, must stop, and the others must not lose their place. Thread-safe.
 */
public final class WriteQueue {
    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiter> waiters = new ArrayDeque<>();
    private @Nullable Writer holder;
    private long heldSince;

    public WriteQueue(NanoClock clock) {
        this.clock = clock;
    }

    /**
     * Who has the turn, or waits for it; for messages.
     *
     * @param thread the name of the thread that asked for the turn
     */
    public record Writer(String thread, OpenedAt opened) {
        /** The calling thread, for a session. */
        public static Writer here(OpenedAt opened) {
            return new Writer(OpenedAt.nameOf(Thread.currentThread()), opened);
        }
    }

    /** Who has the turn now, and for how many nanoseconds. */
    public record Holder(Writer writer, long nanos) {}

    private final class Waiter {
        private final Condition changed = lock.newCondition();
        private final Writer writer;
        private final long until;
        private final BooleanSupplier abandoned;
        private final @Nullable QueuedRequest request;
        private boolean granted;

        private Waiter(Writer writer, long until, BooleanSupplier abandoned, @Nullable QueuedRequest request) {
            this.writer = writer;
            this.until = until;
            this.abandoned = abandoned;
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
     * Waits for the turn to write, which has to be ended with {@link #end}. A free turn is granted at once, with any other arguments.
     *
     * @param until the latest moment, by the clock
     * @param abandoned whether to stop waiting; asked after each {@link #wake}. What was sent in this turn is not abandoned
     * @param request asked once if there is a wait: what can be sent by the thread that grants the turn, if anything
     * @return whether the turn was granted
     */
    public boolean await(
            Writer writer, long until, BooleanSupplier abandoned, Supplier<@Nullable QueuedRequest> request)
            throws InterruptedException {
        lock.lock();
        try {
            if (holder == null) {
                grant(writer);
                return true;
            }
            Waiter waiter = new Waiter(writer, until, abandoned, request.get());
            waiters.add(waiter);
            try {
                return await(waiter);
            } finally {
                waiters.remove(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    private void grant(Writer writer) {
        holder = writer;
        heldSince = clock.nanoTime();
    }

    /** Who has the turn; null if it is free. */
    public @Nullable Holder holder() {
        lock.lock();
        try {
            Writer current = holder;
            return current == null ? null : new Holder(current, clock.nanoTime() - heldSince);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a writer waits for its turn. */
    public boolean hasWaiters() {
        lock.lock();
        try {
            return !waiters.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Makes those that wait look whether they are abandoned. */
    public void wake() {
        lock.lock();
        try {
            waiters.forEach(waiter -> waiter.changed.signal());
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Waiter waiter) throws InterruptedException {
        try {
            while (!waiter.granted) {
                long left = waiter.nanosLeft();
                if (left <= 0 || waiter.abandoned.getAsBoolean()) {
                    return false;
                }
                waiter.changed.awaitNanos(left);
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
                holder = null;
                return;
            }
            next.granted = true;
            grant(next.writer);
            try {
                if (next.request != null && next.nanosLeft() > 0 && !next.abandoned.getAsBoolean()) {
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
