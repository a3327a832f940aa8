package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConstants;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs a unit of work in a new session and transaction, and runs it again if it was rolled back because the leader changed
 * (SQLSTATE 40001). It never retries after a connection was lost during commit (08007), because the transaction may have been
 * committed.
 *
 * <p>Side effects outside the session are repeated with every attempt. Immutable and thread-safe.
 */
public final class LeaderChangeRetry {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final SessionFactory sessionFactory;
    private final int attempts;
    private final Duration timeout;

    private LeaderChangeRetry(SessionFactory sessionFactory, int attempts, Duration timeout) {
        this.sessionFactory = sessionFactory;
        this.attempts = attempts;
        this.timeout = timeout;
    }

    /** Makes up to 10 attempts. No attempt starts later than 30 seconds after the first. */
    public static LeaderChangeRetry on(SessionFactory sessionFactory) {
        return new LeaderChangeRetry(sessionFactory, 10, Duration.ofSeconds(30));
    }

    /** @param attempts the largest number of attempts, at least 1 */
    public LeaderChangeRetry attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
        return new LeaderChangeRetry(sessionFactory, attempts, timeout);
    }

    /** @param timeout after which no new attempt starts; a running attempt is not interrupted */
    public LeaderChangeRetry timeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
        return new LeaderChangeRetry(sessionFactory, attempts, timeout);
    }

    /**
     * Runs {@code work} in a transaction until it commits.
     *
     * @return the result of the attempt that was committed
     * @throws RuntimeException the error of the last attempt
     */
    public <T extends @Nullable Object> T call(Function<Session, T> work) {
        long start = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return sessionFactory.fromTransaction(work::apply);
            } catch (RuntimeException error) {
                if (attempt >= attempts
                        || !nothingCommitted(error)
                        || System.nanoTime() - start > timeout.toNanos()
                        || !pause(attempt)) {
                    throw error;
                }
            }
        }
    }

    /** Like {@link #call}, for work without a result. */
    public void run(Consumer<Session> work) {
        this.<@Nullable Void>call(session -> {
            work.accept(session);
            return null;
        });
    }

    /** Returns whether {@code error} proves that nothing was committed, so that the transaction can be run again. */
    public static boolean nothingCommitted(Throwable error) {
        boolean rolledBack = false;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (SQLException next = sql; next != null; next = next.getNextException()) {
                    String state = next.getSQLState() == null ? "" : next.getSQLState();
                    if (state.startsWith(DqliteConstants.SQLSTATE_CLASS_CONNECTION)) {
                        return false;
                    }
                    rolledBack |= state.equals(DqliteConstants.SQLSTATE_ROLLED_BACK);
                }
            }
        }
        return rolledBack;
    }

    /** Returns false if the thread was interrupted; its interrupt flag stays set. */
    private static boolean pause(int attempt) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
