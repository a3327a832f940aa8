package io.github.dqlite4j.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a pool has, and who waits for it. Decides, and leaves what follows to {@link SessionPool}: nothing is done with a session while the lock is held. Thread-safe. */
final class PoolSlots {
    private final PoolLimits limits;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Deque<PooledSession> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<ClientSession, PooledSession> used = new IdentityHashMap<>();
    private int total;
    private int opening;
    private boolean closed;

    PoolSlots(PoolLimits limits) {
        this.limits = limits;
    }

    /**
     * A turn that waits.
     *
     * @param timer ends the wait
     */
    record Waiting(Turn turn, long since, Future<?> timer) {}

    /**
     * The answer to a request.
     *
     * @param found null if there is none
     * @param over those that are to be closed
     * @param closed whether the pool is closed; otherwise the turn waits if nothing was found
     */
    record Request(@Nullable PooledSession found, List<PooledSession> over, boolean closed) {}

    /** The rest of a pool that is closed: sessions to close, turns to refuse, and whether these are all. */
    record Rest(List<PooledSession> sessions, List<Waiting> refused, boolean isAll) {}

    /**
     * Takes the session that was used last, or queues.
     *
     * @param timer started if the turn has to wait
     */
    Request request(Turn turn, long now, Supplier<Future<?>> timer) {
        List<PooledSession> over = new ArrayList<>(0);
        lock.lock();
        try {
            if (closed) {
                return new Request(null, over, true);
            }
            for (PooledSession first = idle.pollFirst(); first != null; first = idle.pollFirst()) {
                if (!first.isOver(now)) {
                    used.put(first.session(), first);
                    return new Request(first, over, false);
                }
                over.add(first);
            }
            waiting.addLast(new Waiting(turn, now, timer.get()));
            return new Request(null, over, false);
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** A session that is in use; null if it is none of this pool. */
    @Nullable
    PooledSession used(ClientSession session) {
        lock.lock();
        try {
            return used.get(session);
        } finally {
            lock.unlock();
        }
    }

    List<ClientSession> used() {
        lock.lock();
        try {
            return List.copyOf(used.keySet());
        } finally {
            lock.unlock();
        }
    }

    /**
     * A session in use is free: it stays in use for the first that waits, or is idle. If the pool is closed, {@link #close} has to be called once more.
     *
     * @return that one; null if it is idle
     */
    @Nullable
    Waiting free(PooledSession session) {
        lock.lock();
        try {
            Waiting next = closed ? null : nextWaiting();
            if (next == null) {
                used.remove(session.session());
                idle.addFirst(session);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Waiting nextWaiting() {
        Waiting next = waiting.pollFirst();
        while (next != null && !next.turn().waits()) {
            next.timer().cancel(false);
            next = waiting.pollFirst();
        }
        return next;
    }

    /** A session is closed. Returns whether it was the last of a closed pool. */
    boolean gone(ClientSession session) {
        lock.lock();
        try {
            used.remove(session);
            total--;
            return closed && total == 0;
        } finally {
            lock.unlock();
        }
    }

    /** How many sessions have to be opened now; they count from now on. */
    int missing() {
        lock.lock();
        try {
            if (closed) {
                return 0;
            }
            long waits = waiting.stream()
                    .filter(each -> each.turn().waits())
                    .limit(limits.largest())
                    .count();
            int wanted = Math.max((int) waits - opening, limits.smallest() - total);
            int missing = Math.max(0, Math.min(limits.largest() - total, wanted));
            total += missing;
            opening += missing;
            return missing;
        } finally {
            lock.unlock();
        }
    }

    /** A session was opened; it is in use until it is {@link #free}. Returns whether the smallest number is open. */
    boolean opened(PooledSession session) {
        lock.lock();
        try {
            opening--;
            used.put(session.session(), session);
            return total - opening >= limits.smallest();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A session could not be opened. If there is no other, those that waited for it are not served; those that came later get an attempt of their own.
     *
     * @param began when the attempt began
     */
    Rest notOpened(long began) {
        List<Waiting> refused = new ArrayList<>();
        lock.lock();
        try {
            opening--;
            total--;
            if (total == opening) {
                for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
                    Waiting next = each.next();
                    if (next.since() - began <= 0) {
                        refused.add(next);
                        each.remove();
                    }
                }
            }
            return new Rest(List.of(), refused, closed && total == 0);
        } finally {
            lock.unlock();
        }
    }

    boolean hasWaiting() {
        lock.lock();
        try {
            return waiting.stream().anyMatch(each -> each.turn().waits());
        } finally {
            lock.unlock();
        }
    }

    /** Takes out those that were not used for too long, and those that are over. */
    List<PooledSession> takeOld(long now) {
        List<PooledSession> old = new ArrayList<>();
        lock.lock();
        try {
            int spare = total - limits.smallest();
            for (Iterator<PooledSession> oldest = idle.descendingIterator(); oldest.hasNext(); ) {
                PooledSession session = oldest.next();
                boolean unused = now - session.lastUse() > limits.idle().toNanos() && old.size() < spare;
                if (unused || session.isOver(now)) {
                    oldest.remove();
                    old.add(session);
                }
            }
            waiting.removeIf(each -> !each.turn().waits());
            return old;
        } finally {
            lock.unlock();
        }
    }

    Rest close() {
        lock.lock();
        try {
            closed = true;
            Rest rest = new Rest(List.copyOf(idle), List.copyOf(waiting), total == 0);
            idle.clear();
            waiting.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    /** How many sessions there are, how many of them are idle and in use, and how many turns wait. */
    int[] counts() {
        lock.lock();
        try {
            int waits =
                    (int) waiting.stream().filter(each -> each.turn().waits()).count();
            return new int[] {total, idle.size(), used.size(), waits};
        } finally {
            lock.unlock();
        }
    }
}
