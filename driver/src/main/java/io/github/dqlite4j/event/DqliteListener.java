package io.github.dqlite4j.event;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives connection and statement events of this JVM, for metrics and tracing. Register it with {@code DqliteDriver.addListener}. The
 * thread that uses the connection calls the methods, after the call has released the connection and before the call returns ({@link #calling}: before the
 * call takes the connection). A slow listener makes that call slower, but delays no other connection. An exception of a method is logged, and has no other
 * effect.
 */
public interface DqliteListener {
    /** A connection reached the leader: a new connection, or one whose node was lost. */
    default void attached(Attached event) {}

    /** A connection lost its node, or the node no longer leads. An open transaction was rolled back with it. */
    default void lost(Lost event) {}

    /** A transaction could not continue, was executed again ({@code transactionReplay}, {@code transactionMode=upgrade}), and continues. */
    default void replayed(Replayed event) {}

    /** The answer to a COMMIT was lost, and {@code commitVerification} has found out whether it was committed. */
    default void outcomeFound(OutcomeFound event) {}

    /**
     * A call of the application is about to execute SQL. The thread of that call calls this before it takes the connection. Only a call that executes a
     * statement, a batch or a script, or ends a transaction, is such a call. BEGINs, repetitions and whatever else the driver does for it belong to the call.
     * Savepoints set with methods of JDBC, or by a transaction of the asynchronous client inside another one, are no calls.
     *
     * @return is notified once, when this call ends in whatever way; null for nothing
     */
    default @Nullable CallListener calling(Calling event) {
        return null;
    }

    /** Is notified of the end of one call. */
    @FunctionalInterface
    interface CallListener {
        /** The call has ended. The thread of the call calls this after it has released the connection, and before it returns or throws. */
        void called(Called event);
    }

    /** A statement was answered, or failed. This includes BEGIN and COMMIT. */
    default void executed(Executed event) {}

    /** A call of {@code DqlitePool} got a connection. */
    default void acquired(Acquired event) {}

    /** A call of {@code DqlitePool} returned its connection. */
    default void released(Released event) {}

    /**
     * @param pool the name of the pool
     * @param waited from the call until it had a connection
     */
    record Acquired(String pool, Duration waited) {}

    /**
     * @param pool the name of the pool
     * @param used how long the call had the connection
     */
    record Released(String pool, Duration used) {}

    /**
     * @param node host and port
     * @param again whether the connection was attached before
     */
    record Attached(String database, String node, Duration took, boolean again) {}

    /** @param node host and port */
    record Lost(String database, String node) {}

    /**
     * @param node host and port; null if it is no longer known
     * @param statements how many were executed again
     */
    record Replayed(String database, @Nullable String node, int statements, Duration took) {}

    /**
     * @param node host and port of the node that has the answer; null if it is no longer known
     * @param committed whether the transaction was committed; otherwise it was rolled back
     * @param took from the loss of the answer
     */
    record OutcomeFound(String database, @Nullable String node, boolean committed, Duration took) {}

    /**
     * @param statements what the application executes, without the values of parameters; {@code COMMIT} or {@code ROLLBACK} for the methods of these names; {@code COMMIT}
     *     also for {@code setAutoCommit(true)} that ends a transaction
     * @param executions how often in all: of one statement with many rows of parameters, the number of rows
     */
    record Calling(String database, List<String> statements, int executions) {}

    /**
     * @param node host and port of the node of the connection, or of the last one; null if there was none
     * @param retries how often a statement was sent again, after busy answers and leader changes
     * @param error what the caller gets, null if nothing failed
     */
    record Called(
            @Nullable String node, long retries, @Nullable Throwable error) {}

    /**
     * @param node host and port; null if none was reached
     * @param sql as it was sent, without the values of parameters
     * @param took the whole time; for a query, until its first rows arrived
     * @param waited the part of it that was spent waiting for other writers
     * @param attempts how often it was sent; more than one after busy answers and leader changes
     * @param error the exception that the caller gets, or null; SQLSTATE 08007 says that the outcome is unknown
     */
    record Executed(
            String database,
            @Nullable String node,
            String sql,
            Duration took,
            Duration waited,
            int attempts,
            @Nullable SQLException error) {}
}
