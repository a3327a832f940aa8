package io.github.dqlite4j.jdbc;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The turn to write, first come first served. It is not bound to a thread, since a connection is passed from one to another.
 * A semaphore would do, if one could look now and then whether to wait on without losing one's place. Thread-safe.
 */
final class WriteTurn {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Place> queue = new ArrayDeque<>();
    private boolean taken;

    private static final class Place {
        private final Condition changed;
        private boolean granted;

        private Place(Condition changed) {
            this.changed = changed;
        }
    }

    /**
     * Waits for the turn. Whoever got it gives it back with {@link #end}. A turn that is free is got whatever else holds.
     *
     * @param until {@link System#nanoTime} of the latest moment
     * @param abandoned asked every now and then: whether the caller need not wait any longer
     * @return whether the turn was got
     */
    boolean await(long until, BooleanSupplier abandoned) throws InterruptedException {
        lock.lock();
        try {
            if (!taken) {
                taken = true;
                return true;
            }
            Place place = new Place(lock.newCondition());
            queue.add(place);
            try {
                while (!place.granted) {
                    long left = until - System.nanoTime();
                    if (left <= 0 || abandoned.getAsBoolean()) {
                        return false;
                    }
                    place.changed.awaitNanos(Math.min(left, LOOK_NANOS));
                }
                return true;
            } catch (InterruptedException e) {
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
    void end() {
        lock.lock();
        try {
            Place next = queue.poll();
            if (next == null) {
                taken = false;
            } else {
                next.granted = true;
                next.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
