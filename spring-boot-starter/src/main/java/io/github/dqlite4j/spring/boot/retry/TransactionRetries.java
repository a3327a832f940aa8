package io.github.dqlite4j.spring.boot.retry;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.BackOff;

/**
 * Runs code again after its transaction was rolled back, for code without annotations. Inject it as a bean. The code runs in the calling thread, and
 * must begin its transaction itself. Inside a transaction, or inside code that is already retried, the code is run only once. Thread-safe.
 *
 * <pre>{@code
 * retries.around(transactionTemplate).execute(status -> …);
 * }</pre>
 */
public final class TransactionRetries {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionRetries.class);

    private final RetryProperties properties;
    private final Attempts attempts;
    private final PersistenceContexts contexts;
    private final ApplicationEventPublisher publisher;

    TransactionRetries(
            RetryProperties properties,
            Attempts attempts,
            PersistenceContexts contexts,
            ApplicationEventPublisher publisher) {
        this.properties = properties;
        this.attempts = attempts;
        this.contexts = contexts;
        this.publisher = publisher;
    }

    /** Work that begins a transaction and commits it. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run() throws Throwable;
    }

    /**
     * Runs code that is one transaction, and runs it again after each rollback.
     *
     * @param code called once for each attempt
     * @return what the last attempt returned
     * @throws RuntimeException what the last attempt threw, with the errors of the other attempts as suppressed exceptions
     */
    public <T extends @Nullable Object> T call(Supplier<T> code) {
        return call(RetryCondition.ROLLED_BACK, code);
    }

    /** Like {@link #call(Supplier)}, but with the failures that the condition names. */
    public <T extends @Nullable Object> T call(RetryCondition condition, Supplier<T> code) {
        return unchecked(() -> run(code.getClass().getName(), condition, code::get));
    }

    /** Returns the same operations; each of them is run again after a rollback. */
    public TransactionOperations around(TransactionOperations operations) {
        return around(operations, RetryCondition.ROLLED_BACK);
    }

    /** Like {@link #around(TransactionOperations)}, but with the failures that the condition names. */
    public TransactionOperations around(TransactionOperations operations, RetryCondition condition) {
        return new RetryingOperations(this, operations, condition);
    }

    static <T extends @Nullable Object> T unchecked(Work<T> work) {
        try {
            return work.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether operations begin a transaction if there is none, so that all they do is one transaction. */
    static boolean beginsOne(int propagation) {
        return propagation == TransactionDefinition.PROPAGATION_REQUIRED
                || propagation == TransactionDefinition.PROPAGATION_REQUIRES_NEW
                || propagation == TransactionDefinition.PROPAGATION_NESTED;
    }

    static boolean beginsOne(TransactionOperations operations) {
        return !(operations instanceof TransactionTemplate template) || beginsOne(template.getPropagationBehavior());
    }

    <T extends @Nullable Object> T run(String name, RetryCondition condition, Work<T> work) throws Throwable {
        if (condition == RetryCondition.NEVER
                || properties.mode() == RetryProperties.Mode.OFF
                || attempts.isRunning()
                || TransactionSynchronizationManager.isActualTransactionActive()) {
            return work.run();
        }
        PersistenceContexts.Shared shared = contexts.shared();
        if (!shared.canBeCleared()) {
            return work.run();
        }
        Run<T> run = new Run<>(name, condition, work, shared);
        RetryTemplate template = new RetryTemplate(run);
        template.setRetryListener(run);
        try {
            return template.execute(run);
        } catch (RetryException e) {
            List<Throwable> errors = e.getExceptions();
            Throwable last = e.getLastException();
            errors.stream().filter(error -> error != last).forEach(last::addSuppressed);
            throw last;
        }
    }

    /** All attempts of a call. */
    private final class Run<T extends @Nullable Object> implements Retryable<T>, RetryPolicy, RetryListener {
        private final String name;
        private final RetryCondition condition;
        private final Work<T> work;
        private final PersistenceContexts.Shared shared;
        private final RetryPolicy policy;
        private Attempt attempt = new Attempt();

        Run(String name, RetryCondition condition, Work<T> work, PersistenceContexts.Shared shared) {
            this.name = name;
            this.condition = condition;
            this.work = work;
            this.shared = shared;
            this.policy = RetryPolicy.builder()
                    .maxRetries(properties.maxRetries())
                    .delay(properties.delay())
                    .jitter(properties.jitter())
                    .multiplier(properties.multiplier())
                    .maxDelay(properties.maxDelay())
                    .timeout(properties.timeout())
                    .build();
        }

        @Override
        public T execute() throws Throwable {
            attempt = new Attempt();
            attempts.begin(attempt);
            try {
                return work.run();
            } finally {
                attempts.end();
            }
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean shouldRetry(Throwable error) {
            if (attempt.isCommitted()) {
                return false;
            }
            boolean rolledBack = RetryCondition.ROLLED_BACK.allows(error);
            if (shared.isBound() && !rolledBack) {
                // The session keeps its connection, which is closed.
                return false;
            }
            return condition == RetryCondition.ROLLED_BACK ? rolledBack && attempt.isAlone() : condition.allows(error);
        }

        @Override
        public Duration getTimeout() {
            return policy.getTimeout();
        }

        @Override
        public BackOff getBackOff() {
            return policy.getBackOff();
        }

        @Override
        public void beforeRetry(RetryPolicy ignored, Retryable<?> retryable, RetryState state) {
            shared.clear();
            Throwable error = state.getLastException();
            LOG.debug("Runs {} again ({}): {}", name, state.getRetryCount(), error.toString());
            try {
                publisher.publishEvent(new TransactionRetryEvent(name, state.getRetryCount(), error));
            } catch (RuntimeException e) {
                LOG.warn("A listener of TransactionRetryEvent failed", e);
            }
        }
    }
}
