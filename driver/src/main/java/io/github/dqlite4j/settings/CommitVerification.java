package io.github.dqlite4j.settings;

/** Whose outcome is found out when the answer to a commit is lost. */
public enum CommitVerification {
    /** Nobody's: it is reported as unknown. */
    OFF,
    /** That of each transaction that wrote. */
    TRANSACTIONS,
    /** That of each statement in auto-commit that writes, too. */
    ALL
}
