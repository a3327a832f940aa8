package io.github.dqlite4j.event;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives connection and statement events of this JVM, for metrics and tracing. Register it with {@code DqliteDriver.addListener}. The
 * methods are called by the thread that uses the connection, after the call has given the connection up and before it returns ({@link #calling}: before the call takes it): a slow
 * listener makes that call slower, and holds up no other connection. What a method throws is logged and changes nothing.
 */
public interface DqliteListener {
    /** A connection reached the leader: a new connection, or one whose node was lost. */
    default void attached(Attached event) {}

    /** A connection lost its node, or the node no longer leads. An open transaction was rolled back with it. */
    default void lost(Lost event) {}

    /** A transaction could not go on, was executed again ({@code transactionReplay}, {@code transactionMode=upgrade}), and goes on. */
    default void replayed(Replayed event) {}

    /** The answer to a COMMIT was lost, and {@code commitVerification} has found out what became of it. */
    default void outcomeFound(OutcomeFound event) {}

    /**
     * A call of the application is about to execute SQL. Called by the thread of that call, before it takes the connection; only what executes a statement, a batch or a script, or
     * ends a transaction, is such a call. BEGINs, repetitions and whatever else the driver does for it belong to the call.
     *
     * @return what is called once, when this call ends in whatever way; null for nothing
     */
    default @Nullable CallListener calling(Calling event) {
        return null;
    }

    /** Is notified of the end of one call. */
    @FunctionalInterface
    interface CallListener {
        /** The call has ended. Called by the thread of the call, after it has given the connection up and before it returns or throws. */
        void called(Called event);
    }

    /** A statement was answered, or failed. BEGIN and COMMIT are among them. */
    default void executed(Executed event) {}

    /** A call of {@code DqlitePool} got a connection. */
    default void acquired(Acquired event) {}

    /** A call of {@code DqlitePool} gave its connection back. */
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
     * @param node host and port; null if it is not known any more
     * @param statements how many were executed again
     */
    record Replayed(String database, @Nullable String node, int statements, Duration took) {}

    /**
     * @param node host and port of the node that knew it; null if it is not known any more
     * @param committed whether the transaction was committed; otherwise it was rolled back
     * @param took from the loss of the answer
     */
    record OutcomeFound(String database, @Nullable String node, boolean committed, Duration took) {}

    /**
     * @param statements what the application executes, without the values of parameters; {@code COMMIT} or {@code ROLLBACK} for the methods of these names
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
     * @param took in all; of a query, until its first rows came
     * @param waited the part of it spent waiting for other writers
     * @param attempts how often it was sent; more than one after busy answers and leader changes
     * @param error what the caller gets, null if nothing failed; SQLSTATE 08007 says that the outcome is not known
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
