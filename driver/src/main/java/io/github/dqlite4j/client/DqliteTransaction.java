package io.github.dqlite4j.client;

/**
 * A transaction, for the function that {@link SqlClient#transaction} runs. One call is executed at a time, in the order of the calls. It ends with the stage that the function returns; later
 * calls fail with 25P01. A {@link #transaction nested transaction} is a savepoint; until it ends, calls of this one wait. Thread-safe.
 */
public final class DqliteTransaction extends SourceClient {
    private final Source source;

    DqliteTransaction(Source source) {
        this.source = source;
    }

    @Override
    Source source() {
        return source;
    }
}
