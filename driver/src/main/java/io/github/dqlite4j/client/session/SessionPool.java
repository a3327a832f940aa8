package io.github.dqlite4j.client.session;

import io.github.dqlite4j.jdbc.event.Listeners;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.time.NanoClock;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sessions for calls that need any one. The one that was used last is given out first, and those who wait get one in the order in which they came. No thread
 * waits. A session finds a new leader itself, with its next statement; all of a JVM share the search. Thread-safe.
 */
public final class SessionPool implements Sessions {
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
    private static final int VALIDATION_SECONDS = 5;

    private final String name;
    private final Settings settings;
    private final PoolLimits limits;
    private final Executor executor;
    private final PoolSlots slots;
    private final NanoClock clock = NanoClock.SYSTEM;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    public SessionPool(String name, Settings settings, PoolLimits limits, Executor executor) {
        this.name = name;
        this.settings = settings;
        this.limits = limits;
        this.executor = executor;
        this.slots = new PoolSlots(limits);
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

    /** A pool that is no longer reachable is not kept by this. */
    private static void keepInOrder(WeakReference<SessionPool> reference, Duration period) {
        ClientThreads.after(period, () -> {
            SessionPool pool = reference.get();
            if (pool != null && !pool.slots.isClosed()) {
                pool.run(pool::tidy);
                keepInOrder(reference, period);
            }
        });
    }

    private void tidy() {
        slots.takeOld(clock.nanoTime()).forEach(this::discard);
        openMissing();
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
        PoolSlots.Request answer =
                slots.request(turn, now, () -> ClientThreads.after(limits.acquire(), () -> late(turn)));
        answer.over().forEach(this::discard);
        if (answer.closed()) {
            refuse(turn, closedFailure());
        } else if (answer.found() == null) {
            openMissing();
        } else {
            give(answer.found(), turn, now);
        }
    }

    private static SQLException closedFailure() {
        return new SQLNonTransientConnectionException("The pool is closed", "08003");
    }

    private void late(Turn turn) {
        if (turn.leave()) {
            int[] counts = slots.counts();
            String message = "No connection of the pool " + name + " was free within "
                    + limits.acquire().toMillis() + " ms (connections: " + counts[0] + ", in use: " + counts[2]
                    + ", calls that wait: " + counts[3] + ")";
            turn.refused(new SQLTransientConnectionException(message, "08001"));
        }
    }

    private static void refuse(Turn turn, Throwable why) {
        if (turn.leave()) {
            turn.refused(why);
        }
    }

    private static void refuse(Iterable<PoolSlots.Waiting> all, Throwable why) {
        for (PoolSlots.Waiting each : all) {
            each.timer().cancel(false);
            refuse(each.turn(), why);
        }
    }

    private void give(PooledSession session, Turn turn, long since) {
        try {
            Step.start(executor, () -> grant(session, turn, since));
        } catch (RejectedExecutionException e) {
            refuse(turn, e);
            keep(session);
        }
    }

    /** Grants the turn, after the node was asked if the session was not used for long. */
    private @Nullable Step grant(PooledSession session, Turn turn, long since) {
        boolean trusted = clock.nanoTime() - session.lastUse() <= limits.trust().toNanos();
        if (!trusted && !session.session().isValid(VALIDATION_SECONDS)) {
            discard(session);
            request(turn);
            return null;
        }
        if (!turn.leave()) {
            return put(session);
        }
        long now = clock.nanoTime();
        session.used(now);
        Listeners.INSTANCE.acquired(name, now - since);
        return turn.granted(session.session());
    }

    // Taking back.

    @Override
    public @Nullable Step release(ClientSession released) {
        PooledSession session = slots.used(released);
        if (session == null) {
            return null;
        }
        if (released.inTransaction()) {
            try {
                released.reset();
            } catch (SQLException e) {
                // Its rest is checked now.
            }
        }
        long now = clock.nanoTime();
        Listeners.INSTANCE.released(name, now - session.lastUse());
        session.used(now);
        if (released.inTransaction() || session.isOver(now)) {
            discard(session);
            return null;
        }
        return put(session);
    }

    /**
     * Passes a granted session to the caller.
     *
     * @param client what the caller uses the session through
     */
    public Loan lend(ClientSession session, Object client) {
        return new Loan(client, name, session, this::takeBack, this::gone);
    }

    private void takeBack(ClientSession session) {
        Step next = release(session);
        if (next != null) {
            Step.startAnyway(executor, next);
        }
    }

    /** Has a session that is free serve those that wait, or keeps it. */
    private void keep(PooledSession session) {
        Step next = put(session);
        if (next != null) {
            Step.startAnyway(executor, next);
        }
    }

    /** Gives the session to the first that waits, or keeps it. */
    private @Nullable Step put(PooledSession session) {
        PoolSlots.Waiting next = slots.free(session);
        if (next == null) {
            if (slots.isClosed()) {
                closeIdle();
            }
            return null;
        }
        next.timer().cancel(false);
        return () -> grant(session, next.turn(), next.since());
    }

    /** Closes a session that the pool no longer has, and opens another one if that is needed. */
    private void discard(PooledSession session) {
        run(session.session()::close);
        gone(session.session());
    }

    private void gone(ClientSession session) {
        if (slots.gone(session)) {
            ended.complete(null);
        } else {
            openMissing();
        }
    }

    // Opening.

    private void openMissing() {
        int missing = slots.missing();
        for (int i = 0; i < missing; i++) {
            run(this::open);
        }
    }

    private void open() {
        long began = clock.nanoTime();
        PooledSession session;
        try {
            session = new PooledSession(ClientSession.open(settings), clock.nanoTime(), limits);
        } catch (SQLException | RuntimeException | Error e) {
            failed(e, began);
            return;
        }
        if (slots.opened(session)) {
            run(() -> ready.complete(null));
        }
        keep(session);
    }

    private void failed(Throwable failure, long began) {
        PoolSlots.Rest rest = slots.notOpened(began);
        run(() -> ready.completeExceptionally(failure));
        refuse(rest.refused(), failure);
        if (rest.isAll()) {
            ended.complete(null);
        } else if (slots.hasWaiting()) {
            openMissing();
        }
    }

    /** What the pool is called. */
    public String name() {
        return name;
    }

    // Ends.

    /** How many sessions there are, how many of them are idle and in use, and how many calls wait. */
    public int[] counts() {
        return slots.counts();
    }

    /**
     * Gives out no more sessions, and refuses those that wait.
     *
     * @return completes when all sessions are closed: those in use when they come back
     */
    public CompletableFuture<Void> close() {
        closeIdle();
        return ended;
    }

    private void closeIdle() {
        PoolSlots.Rest rest = slots.close();
        rest.sessions().forEach(this::discard);
        refuse(rest.refused(), closedFailure());
        if (rest.isAll()) {
            ended.complete(null);
        }
    }

    /** Cuts off the sessions that are in use. */
    public void abort() {
        slots.used().forEach(session -> run(session::abort));
    }
}
