package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.jdbc.retry.RetryPolicy;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
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
    private final SessionFactory sessionFactory;
    private final RetryPolicy policy;

    private LeaderChangeRetry(SessionFactory sessionFactory, RetryPolicy policy) {
        this.sessionFactory = sessionFactory;
        this.policy = policy;
    }

    /**
     * Makes up to 10 attempts. No attempt starts later than 30 seconds after the first.
     *
     * @param factory a {@link SessionFactory}, or a factory that can be unwrapped to one, like those of Spring and Jakarta Persistence
     */
    public static LeaderChangeRetry on(EntityManagerFactory factory) {
        return new LeaderChangeRetry(factory.unwrap(SessionFactory.class), RetryPolicy.standard());
    }

    /**
     * @param attempts the largest number of attempts, at least 1
     * @see RetryPolicy#attempts
     */
    public LeaderChangeRetry attempts(int attempts) {
        return new LeaderChangeRetry(sessionFactory, policy.attempts(attempts));
    }

    /**
     * @param timeout after which no new attempt starts; a running attempt is not interrupted
     * @see RetryPolicy#timeout
     */
    public LeaderChangeRetry timeout(Duration timeout) {
        return new LeaderChangeRetry(sessionFactory, policy.timeout(timeout));
    }

    /**
     * Runs {@code work} in a transaction until it commits.
     *
     * @param work gets a session, which is also an {@link jakarta.persistence.EntityManager}
     * @return the result of the attempt that was committed
     * @throws RuntimeException the error of the last attempt, with those of the others as suppressed ones
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

    private <T extends @Nullable Object> T repeat(Function<Attempt<T>, T> work) {
        RetryPolicy.Attempts<T, RuntimeException> attempts = () -> new Attempt<T>(work);
        return policy.<T, RuntimeException>run(attempts);
    }

    /** Knows whether the transaction was committed: work that runs after the commit may fail with the error of another transaction. */
    private static final class Attempt<T extends @Nullable Object>
            implements Synchronization, RetryPolicy.Attempt<T, RuntimeException> {
        private final Function<Attempt<T>, T> work;
        private boolean committed;

        Attempt(Function<Attempt<T>, T> work) {
            this.work = work;
        }

        @Override
        public T run() {
            return work.apply(this);
        }

        <S extends SharedSessionContract> T of(S session, Function<S, T> inSession) {
            session.getTransaction().registerSynchronization(this);
            return inSession.apply(session);
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            committed |= status == Status.STATUS_COMMITTED;
        }

        @Override
        public boolean isCommitted() {
            return committed;
        }
    }

    /** Returns whether {@code error} proves that nothing was committed, so that the transaction can be run again: {@link DqliteConstants#isRolledBack}. */
    public static boolean nothingCommitted(Throwable error) {
        return DqliteConstants.isRolledBack(error);
    }
}
