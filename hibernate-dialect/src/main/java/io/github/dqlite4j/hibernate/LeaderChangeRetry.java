package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConstants;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Runs a unit of work in a new session and transaction, and runs it again if it was rolled back because the leader changed
 * (SQLSTATE 40001). It never retries after a connection was lost during commit (08007), because the transaction may have been
 * committed, and never after a commit, even if something failed after it.
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

    /**
     * Makes up to 10 attempts. No attempt starts later than 30 seconds after the first.
     *
     * @param factory a {@link SessionFactory}, or any that can be unwrapped to one, as those of Spring and Jakarta Persistence
     */
    public static LeaderChangeRetry on(EntityManagerFactory factory) {
        return new LeaderChangeRetry(factory.unwrap(SessionFactory.class), 10, Duration.ofSeconds(30));
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
     * @param work gets a session, which is an {@link jakarta.persistence.EntityManager} too
     * @return the result of the attempt that was committed
     * @throws RuntimeException the error of the last attempt
     */
    public <T extends @Nullable Object> T call(Function<Session, T> work) {
        return repeat(attempt -> sessionFactory.fromTransaction(session -> attempt.of(session, work)));
    }

    /** Like {@link #call}, for work without a result. */
    public void run(Consumer<Session> work) {
        this.<@Nullable Void>call(session -> {
            work.accept(session);
            return null;
        });
    }

    /** Like {@link #call}, with a stateless session. */
    public <T extends @Nullable Object> T callStateless(Function<StatelessSession, T> work) {
        return repeat(attempt -> sessionFactory.fromStatelessTransaction(session -> attempt.of(session, work)));
    }

    /** Like {@link #run}, with a stateless session. */
    public void runStateless(Consumer<StatelessSession> work) {
        this.<@Nullable Void>callStateless(session -> {
            work.accept(session);
            return null;
        });
    }

    private <T extends @Nullable Object> T repeat(Function<Attempt, T> work) {
        long start = System.nanoTime();
        for (int number = 1; ; number++) {
            Attempt attempt = new Attempt();
            try {
                return work.apply(attempt);
            } catch (RuntimeException error) {
                if (number >= attempts
                        || attempt.isCommitted()
                        || !nothingCommitted(error)
                        || System.nanoTime() - start > timeout.toNanos()
                        || !pause(number)) {
                    throw error;
                }
            }
        }
    }

    /** Knows whether the transaction was committed: work that runs after the commit may fail with the error of another transaction. */
    private static final class Attempt implements Synchronization {
        private boolean committed;

        <S extends SharedSessionContract, T extends @Nullable Object> T of(S session, Function<S, T> work) {
            session.getTransaction().registerSynchronization(this);
            return work.apply(session);
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            committed |= status == Status.STATUS_COMMITTED;
        }

        boolean isCommitted() {
            return committed;
        }
    }

    /** Returns whether {@code error} proves that nothing was committed, so that the transaction can be run again: {@link DqliteConstants#isRolledBack}. */
    public static boolean nothingCommitted(Throwable error) {
        return DqliteConstants.isRolledBack(error);
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
