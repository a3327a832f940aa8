package io.github.dqlite4j.spring.boot.retry;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Operations that are run again. */
final class RetryingOperations implements TransactionOperations {
    private final TransactionRetries retries;
    private final TransactionOperations operations;
    private final RetryCondition condition;

    RetryingOperations(TransactionRetries retries, TransactionOperations operations, RetryCondition condition) {
        this.retries = retries;
        this.operations = operations;
        this.condition = TransactionRetries.beginsOne(operations) ? condition : RetryCondition.NEVER;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        return TransactionRetries.unchecked(
                () -> retries.run(action.getClass().getName(), condition, () -> operations.execute(action)));
    }
}
