package io.github.dqlite4j.settings;

/** Which outcomes the driver finds out when the answer to a commit is lost. */
public enum CommitVerification {
    /** None: after a lost answer, the outcome is reported as unknown. */
    OFF,
    /** Those of transactions that wrote. */
    TRANSACTIONS,
    /** Those of transactions, and of writes in auto-commit. */
    ALL
}
