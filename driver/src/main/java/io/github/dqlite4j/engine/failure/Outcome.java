package io.github.dqlite4j.engine.failure;

/** What a failed call did to the data. */
public enum Outcome {
    /** The statement changed nothing. A transaction that was open is still open. */
    NOTHING_HAPPENED,
    /** The transaction, and with it everything it has done, was rolled back. */
    ROLLED_BACK,
    /** The change is durable, although the call failed. */
    COMMITTED,
    /** The change may or may not be durable. */
    UNKNOWN
}
