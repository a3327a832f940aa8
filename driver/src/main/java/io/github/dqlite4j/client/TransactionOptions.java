package io.github.dqlite4j.client;

import io.github.dqlite4j.jdbc.retry.RetryPolicy;
import io.github.dqlite4j.settings.TransactionMode;
import org.jspecify.annotations.Nullable;

/** How a transaction begins, and whether it is run again. Immutable. */
public final class TransactionOptions {
    private static final TransactionOptions STANDARD = new TransactionOptions(null, false, null);

    private final @Nullable TransactionMode mode;
    private final boolean readOnly;
    private final @Nullable RetryPolicy retry;

    private TransactionOptions(@Nullable TransactionMode mode, boolean readOnly, @Nullable RetryPolicy retry) {
        this.mode = mode;
        this.readOnly = readOnly;
        this.retry = retry;
    }

    /** As set by the property {@code transactionMode}: by default the write lock is taken with the first statement. */
    public static TransactionOptions standard() {
        return STANDARD;
    }

    /** {@code BEGIN IMMEDIATE} with the first statement. */
    public static TransactionOptions immediate() {
        return new TransactionOptions(TransactionMode.IMMEDIATE, false, null);
    }

    /** {@code BEGIN}: the write lock is taken with the first write, which fails with 40001 if another transaction has written since. */
    public static TransactionOptions deferred() {
        return new TransactionOptions(TransactionMode.DEFERRED, false, null);
    }

    /** All reads see one snapshot, and writes are refused (25006). It never waits for writers. */
    public static TransactionOptions readOnly() {
        return new TransactionOptions(TransactionMode.DEFERRED, true, null);
    }

    /**
     * The same, but the transaction is run again if it was certainly rolled back because the leader changed or another transaction
     * conflicted ({@link DqliteClientException#isRolledBack}); never when the outcome is unknown. The function is called again, so its side
     * effects outside the database are repeated.
     */
    public TransactionOptions retry(RetryPolicy policy) {
        return new TransactionOptions(mode, readOnly, policy);
    }

    /** {@link #retry(RetryPolicy)} with up to 10 attempts within 30 seconds. */
    public TransactionOptions retry() {
        return retry(RetryPolicy.standard());
    }

    @Nullable
    TransactionMode mode() {
        return mode;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    @Nullable
    RetryPolicy retryPolicy() {
        return retry;
    }
}
