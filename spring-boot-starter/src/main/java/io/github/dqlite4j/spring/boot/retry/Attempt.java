package io.github.dqlite4j.spring.boot.retry;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;

/** What is known of the transactions of one attempt. Used by the thread that runs it. */
final class Attempt {
    private @Nullable TransactionExecution first;
    private boolean committed;
    private boolean others;

    void begun(TransactionExecution transaction) {
        if (first == null && transaction.isNewTransaction()) {
            first = transaction;
        }
    }

    void commits(TransactionExecution transaction) {
        // A savepoint that is released is not a transaction that commits.
        if (transaction.isNewTransaction() && transaction != first) {
            others = true;
        }
    }

    void committed(TransactionExecution transaction) {
        committed |= transaction == first;
    }

    /** The attempt's own transaction was committed. */
    boolean isCommitted() {
        return committed;
    }

    /** Nothing that began in this attempt can have been committed, if its own transaction was not. */
    boolean isAlone() {
        return first != null && !others;
    }
}
