package io.github.dqlite4j.contract;

import org.jspecify.annotations.Nullable;

/** One connection, and the calls of the tables in docs/failover.md as they are made through one way into the driver. They block. */
interface Door {
    /** Has the next statement begin a transaction. Nothing is sent before it. */
    void begin();

    /** Executes a statement, and reads its rows if there are some. */
    void execute(String sql, Object... parameters);

    /** Executes a statement once for each value of its parameter. */
    void executeMany(String sql, Object... values);

    void savepoint();

    /** Reads the rows of a query one by one. */
    void rows(String sql);

    void commit();

    void rollback();

    void metadata();

    void isValid();

    /** Ends the connection, and rolls back what is open. May be called twice. */
    void close();

    /** Whether a transaction was begun and has not ended. */
    boolean inTransaction();

    /** Whether no call works any more, although it was not closed. */
    boolean hasEnded();

    /** Asserts that this is how a call fails here with that SQLSTATE. */
    void assertFailure(String sqlState, @Nullable Throwable failure);

    /** Asserts that what the application has of the connection is of no use any more, or is replaced. */
    void assertReplaced();
}
