package io.github.dqlite4j.spring.boot.retry;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;

/** The known facts about the transactions of one attempt. Used by the thread that runs it. */
final class Attempt {
    private @Nullable TransactionExecution first;
    private boolean committing;
    private boolean committed;
    private boolean others;

    void begun(TransactionExecution transaction) {
        if (first == null && transaction.isNewTransaction()) {
            first = transaction;
        }
    }

    void commits(TransactionExecution transaction) {
        if (transaction == first) {
            committing = true;
        } else if (transaction.isNewTransaction()) {
            // A savepoint that is released is not a transaction that commits.
            others = true;
        }
    }

    void committed(TransactionExecution transaction) {
        committed |= transaction == first;
    }

    /** It was rolled back, or its commit has failed. */
    void failed(TransactionExecution transaction) {
        committing &= transaction != first;
    }

    /**
     * The attempt's own transaction was committed, or its commit has begun and its outcome was not reported: another listener may have
     * failed.
     */
    boolean isCommitted() {
        return committed || committing;
    }

    /** If its own transaction was not committed, no other transaction of this attempt can have been committed. */
    boolean isAlone() {
        return first != null && !others;
    }
}
