package io.github.dqlite4j.settings;

/** Which outcomes the driver finds out when the answer to a commit is lost. */
public enum CommitVerification {
    /** None: a lost answer is reported as unknown. */
    OFF,
    /** Those of transactions that wrote. */
    TRANSACTIONS,
    /** Those of transactions, and of writes in auto-commit. */
    ALL
}
