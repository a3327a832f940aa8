package io.github.dqlite4j.settings;

/** How transactions begin. */
public enum TransactionMode {
    /** Immediate; deferred on a read-only connection. */
    AUTO,
    /** {@code BEGIN IMMEDIATE}: takes the write lock at once. */
    IMMEDIATE,
    /** {@code BEGIN}: takes the write lock with the first write. */
    DEFERRED,
    /**
     * The same, but if others have written since the transaction began, its reads are repeated. Immediate if its first statement writes.
     */
    UPGRADE;

    /**
     * Whether a transaction takes the write lock when it begins.
     *
     * @param writes whether its first statement writes, as far as that is known
     */
    public boolean isImmediate(boolean readOnly, boolean writes) {
        return switch (this) {
            case AUTO -> !readOnly;
            case IMMEDIATE -> true;
            case DEFERRED -> false;
            case UPGRADE -> !readOnly && writes;
        };
    }
}
