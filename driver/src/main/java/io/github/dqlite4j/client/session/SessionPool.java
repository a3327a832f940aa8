package io.github.dqlite4j.client.session;

import io.github.dqlite4j.jdbc.event.Listeners;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.time.NanoClock;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sessions for calls that need any one. The one that was used last is given out first, and those who wait get one in the order in which they came. Nothing is done with a session
 * while the lock is held, and no thread waits. A session finds a new leader by itself, with its next statement; all of a JVM share the search. Thread-safe.
 */
public final class SessionPool implements Sessions {
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
    private static final int VALIDATION_SECONDS = 5;
    private static final double EARLIEST = 0.9;

    private final String name;
    private final Settings settings;
    private final PoolLimits limits;
    private final Executor executor;
    private final NanoClock clock = NanoClock.SYSTEM;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Deque<Entry> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<ClientSession, Entry> used = new IdentityHashMap<>();
    private int total;
    private int opening;
    private boolean closed;

    /** A session that is open. */
    private final class Entry {
        private final ClientSession session;
        private final long endOfLife;
        private long lastUse;

        Entry(ClientSession session) {
            this.session = session;
            this.lastUse = clock.nanoTime();
            this.endOfLife = lastUse
                    + (long) (limits.lifetime().toNanos()
                            * ThreadLocalRandom.current().nextDouble(EARLIEST, 1));
        }

        boolean isOver(long now) {
            return now - endOfLife > 0 || session.isClosed();
        }
    }

    /**
     * A turn that waits.
     *
     * @param timer ends the wait
     */
    private record Waiting(Turn turn, long since, Future<?> timer) {}

    public SessionPool(String name, Settings settings, PoolLimits limits, Executor executor) {
        this.name = name;
        this.settings = settings;
        this.limits = limits;
        this.executor = executor;
    }

    /** Opens the smallest number of sessions, and keeps the pool in order from now on. */
    public void start() {
        openMissing();
        if (limits.smallest() == 0) {
            ready.complete(null);
        }
        keepInOrder(new WeakReference<>(this), period());
    }

    /** Completes when the smallest number of sessions was open, or fails with the reason of the first one that could not be opened. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    private Duration period() {
        Duration half = limits.idle().dividedBy(2);
        return half.compareTo(LONGEST_PERIOD) > 0
                ? LONGEST_PERIOD
                : half.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : half;
    }

    /** A pool that nobody has anymore is not kept by this. */
    private static void keepInOrder(WeakReference<SessionPool> reference, Duration period) {
        ClientThreads.after(period, () -> {
            SessionPool pool = reference.get();
            if (pool != null && pool.isOpen()) {
                pool.run(pool::tidy);
                keepInOrder(reference, period);
            }
        });
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException | Error e) {
            // It takes no more work, or cannot start a thread.
            task.run();
        }
    }

    // Giving out.

    @Override
    public void request(Turn turn) {
        long now = clock.nanoTime();
        List<Entry> over = new ArrayList<>();
        Entry found = null;
        boolean refused = false;
        lock.lock();
        try {
            refused = closed;
            while (!refused && found == null && !idle.isEmpty()) {
                Entry first = idle.removeFirst();
                if (first.isOver(now)) {
                    over.add(first);
                } else {
                    found = first;
                    used.put(first.session, first);
                }
            }
            if (!refused && found == null) {
                waiting.addLast(new Waiting(turn, now, ClientThreads.after(limits.acquire(), () -> late(turn))));
            }
        } finally {
            lock.unlock();
        }
        over.forEach(this::discard);
        if (refused) {
            refuse(turn, closedFailure());
        } else if (found == null) {
            openMissing();
        } else {
            give(found, turn, now);
        }
    }

    private static SQLException closedFailure() {
        return new SQLNonTransientConnectionException("The pool is closed", "08003");
    }

    private void late(Turn turn) {
        if (turn.leave()) {
            String state;
            lock.lock();
            try {
                state = total + " connections, " + used.size() + " of them in use, " + waiting.size()
                        + " calls waiting";
            } finally {
                lock.unlock();
            }
            run(() -> turn.refused(new SQLTransientConnectionException(
                    "No connection of the pool " + name + " was free within "
                            + limits.acquire().toMillis() + " ms (" + state + ")",
                    "08001")));
        }
    }

    private static void refuse(Turn turn, Throwable why) {
        if (turn.leave()) {
            turn.refused(why);
        }
    }

    /** Grants the turn in a thread of the executor, after the session was looked at if it was not used for long. */
    private void give(Entry entry, Turn turn, long since) {
        try {
            Step.start(executor, () -> grant(entry, turn, since));
        } catch (RejectedExecutionException e) {
            refuse(turn, e);
            keep(entry);
        }
    }

    private @Nullable Step grant(Entry entry, Turn turn, long since) {
        boolean fresh = clock.nanoTime() - entry.lastUse <= limits.trust().toNanos();
        if (!fresh && !entry.session.isValid(VALIDATION_SECONDS)) {
            discard(entry);
            request(turn);
            return null;
        } else if (turn.leave()) {
            entry.lastUse = clock.nanoTime();
            Listeners.INSTANCE.acquired(name, entry.lastUse - since);
            return turn.granted(entry.session);
        }
        return put(entry);
    }

    // Taking back.

    @Override
    public @Nullable Step release(ClientSession session) {
        Entry entry;
        lock.lock();
        try {
            entry = used.get(session);
        } finally {
            lock.unlock();
        }
        if (entry == null) {
            return null;
        }
        if (session.inTransaction()) {
            try {
                session.reset();
            } catch (SQLException e) {
                // What is left of it is looked at now.
            }
        }
        long now = clock.nanoTime();
        Listeners.INSTANCE.released(name, now - entry.lastUse);
        entry.lastUse = now;
        if (session.inTransaction() || entry.isOver(now)) {
            discard(entry);
            return null;
        }
        return put(entry);
    }

    private void takeBack(ClientSession session) {
        Step next = release(session);
        if (next != null) {
            Step.startAnyway(executor, next);
        }
    }

    /**
     * Puts a session that was granted into a caller's hands.
     *
     * @param client what the caller uses the session through
     */
    public Loan lend(ClientSession session, Object client) {
        return new Loan(client, name, session, this::takeBack, this::gone);
    }

    /** Has a session that is free serve those that wait, or keeps it. */
    private void keep(Entry entry) {
        Step next = put(entry);
        if (next != null) {
            Step.startAnyway(executor, next);
        }
    }

    /** Gives the session to the first that waits, or keeps it. */
    private @Nullable Step put(Entry entry) {
        Waiting next = null;
        boolean over = false;
        lock.lock();
        try {
            over = closed;
            next = over ? null : nextWaiting();
            if (next == null) {
                used.remove(entry.session);
            }
            if (next == null && !over) {
                idle.addFirst(entry);
            }
        } finally {
            lock.unlock();
        }
        if (over) {
            discard(entry);
        }
        if (next == null) {
            return null;
        }
        next.timer().cancel(false);
        Waiting served = next;
        return () -> grant(entry, served.turn(), served.since());
    }

    /** Call it with the lock. */
    private @Nullable Waiting nextWaiting() {
        Waiting next = waiting.pollFirst();
        while (next != null && !next.turn().waits()) {
            next.timer().cancel(false);
            next = waiting.pollFirst();
        }
        return next;
    }

    /** Closes a session that the pool no longer has, and opens another one if that is needed. */
    private void discard(Entry entry) {
        run(entry.session::close);
        gone(entry.session);
    }

    /** A session was closed, by the pool or because its client was never closed. */
    void gone(ClientSession session) {
        boolean last;
        lock.lock();
        try {
            used.remove(session);
            total--;
            last = closed && total == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            ended.complete(null);
        } else {
            openMissing();
        }
    }

    // Opening.

    private void openMissing() {
        int missing;
        lock.lock();
        try {
            long wanted = waiting.stream()
                    .filter(each -> each.turn().waits())
                    .limit(limits.largest())
                    .count();
            int forWaiting = (int) wanted - opening;
            missing = closed ? 0 : Math.min(limits.largest() - total, Math.max(forWaiting, limits.smallest() - total));
            missing = Math.max(0, missing);
            total += missing;
            opening += missing;
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < missing; i++) {
            run(this::open);
        }
    }

    private void open() {
        long began = clock.nanoTime();
        ClientSession session;
        try {
            session = ClientSession.open(settings);
        } catch (SQLException | RuntimeException | Error e) {
            failed(e, began);
            return;
        }
        boolean enough;
        Entry entry = new Entry(session);
        lock.lock();
        try {
            opening--;
            used.put(session, entry);
            enough = total - opening >= limits.smallest();
        } finally {
            lock.unlock();
        }
        if (enough) {
            run(() -> ready.complete(null));
        }
        keep(entry);
    }

    /** No one can be served while no session can be opened, so those that waited for it learn why; those that came later get an attempt of their own. */
    private void failed(Throwable failure, long began) {
        List<Waiting> refused = new ArrayList<>();
        boolean last;
        lock.lock();
        try {
            opening--;
            total--;
            last = closed && total == 0;
            if (total == opening) {
                for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
                    Waiting next = each.next();
                    if (next.since() - began <= 0) {
                        refused.add(next);
                        each.remove();
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        run(() -> ready.completeExceptionally(failure));
        for (Waiting each : refused) {
            each.timer().cancel(false);
            refuse(each.turn(), failure);
        }
        if (last) {
            ended.complete(null);
        } else if (hasWaiting()) {
            openMissing();
        }
    }

    private boolean hasWaiting() {
        lock.lock();
        try {
            return waiting.stream().anyMatch(each -> each.turn().waits());
        } finally {
            lock.unlock();
        }
    }

    // Order.

    /** Closes what was not used for too long, and opens what is missing. */
    private void tidy() {
        long now = clock.nanoTime();
        List<Entry> over = new ArrayList<>();
        lock.lock();
        try {
            int spare = total - limits.smallest();
            for (Iterator<Entry> oldest = idle.descendingIterator(); oldest.hasNext(); ) {
                Entry entry = oldest.next();
                boolean unused = now - entry.lastUse > limits.idle().toNanos() && over.size() < spare;
                if (unused || entry.isOver(now)) {
                    oldest.remove();
                    over.add(entry);
                }
            }
            waiting.removeIf(each -> !each.turn().waits());
        } finally {
            lock.unlock();
        }
        over.forEach(this::discard);
        openMissing();
    }

    /** How many sessions there are, how many of them are idle and in use, and how many calls wait. */
    public int[] counts() {
        lock.lock();
        try {
            int waits =
                    (int) waiting.stream().filter(each -> each.turn().waits()).count();
            return new int[] {total, idle.size(), used.size(), waits};
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives out no more sessions, and refuses those that wait.
     *
     * @return completes when all sessions are closed: those in use when they come back
     */
    public CompletableFuture<Void> close() {
        List<Entry> unused;
        List<Waiting> refused;
        boolean nothing;
        lock.lock();
        try {
            closed = true;
            unused = new ArrayList<>(idle);
            idle.clear();
            refused = new ArrayList<>(waiting);
            waiting.clear();
            nothing = total == 0;
        } finally {
            lock.unlock();
        }
        unused.forEach(this::discard);
        for (Waiting each : refused) {
            each.timer().cancel(false);
            refuse(each.turn(), closedFailure());
        }
        if (nothing) {
            ended.complete(null);
        }
        return ended;
    }

    /** Cuts off the sessions that are in use. */
    public void abort() {
        List<ClientSession> sessions;
        lock.lock();
        try {
            sessions = List.copyOf(used.keySet());
        } finally {
            lock.unlock();
        }
        sessions.forEach(session -> run(session::abort));
    }
}
