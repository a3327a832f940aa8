package io.github.dqlite4j.engine.write;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The turn to write, first come first served. Whoever gives it away sends the next one's request for him, so that the server need
 * not wait for a thread to wake up. It is not bound to a thread, since a connection is passed from one to another.
 * A semaphore would do, if one could look now and then whether to wait on without losing one's place. Thread-safe.
 */
public final class WriteQueue {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Place> queue = new ArrayDeque<>();
    private boolean taken;

    private static final class Place {
        private final Condition changed;
        private final long until;
        private final @Nullable QueuedRequest handover;
        private boolean granted;

        private Place(Condition changed, long until, @Nullable QueuedRequest handover) {
            this.changed = changed;
            this.until = until;
            this.handover = handover;
        }

        private boolean inTime() {
            return System.nanoTime() < until;
        }

        private boolean isSent() {
            return handover != null && handover.answer() != null;
        }
    }

    /**
     * Waits for the turn. Whoever got it gives it back with {@link #end}. A turn that is free is got whatever else holds.
     *
     * @param until {@link System#nanoTime} of the latest moment
     * @param abandoned asked every now and then: whether the caller need not wait any longer
     * @param handover asked once the caller has to wait: what is sent for him, if possible, by whoever gives him the turn
     * @return whether the turn was got
     */
    public boolean await(long until, BooleanSupplier abandoned, Supplier<@Nullable QueuedRequest> handover)
            throws InterruptedException {
        lock.lock();
        try {
            if (!taken) {
                taken = true;
                return true;
            }
            Place place = new Place(lock.newCondition(), until, handover.get());
            queue.add(place);
            try {
                while (!place.granted) {
                    if (!place.inTime() || abandoned.getAsBoolean()) {
                        return false;
                    }
                    place.changed.awaitNanos(Math.min(until - System.nanoTime(), LOOK_NANOS));
                }
                return true;
            } catch (InterruptedException e) {
                if (place.isSent()) {
                    Thread.currentThread().interrupt();
                    return true;
                }
                if (place.granted) {
                    end();
                }
                throw e;
            } finally {
                queue.remove(place);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn to who has waited longest. */
    public void end() {
        lock.lock();
        try {
            Place next = queue.poll();
            if (next == null) {
                taken = false;
            } else {
                next.granted = true;
                if (next.handover != null && next.inTime()) {
                    next.handover.send();
                }
                next.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
