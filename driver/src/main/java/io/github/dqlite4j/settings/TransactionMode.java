package io.github.dqlite4j.settings;

/** How transactions begin. */
public enum TransactionMode {
    /** Immediate; deferred on a read-only connection. */
    AUTO,
    /** {@code BEGIN IMMEDIATE}: takes the write lock at once. */
    IMMEDIATE,
    /** {@code BEGIN}: takes the write lock with the first write. */
    DEFERRED;

    /** Whether a transaction takes the write lock when it begins. */
    public boolean isImmediate(boolean readOnly) {
        return this == IMMEDIATE || this == AUTO && !readOnly;
    }
}
