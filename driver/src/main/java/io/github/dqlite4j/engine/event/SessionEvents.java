package io.github.dqlite4j.engine.event;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.transport.NodeAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session reports to its door. The methods are called by the thread that uses the session, after it has given the session up; what
 * they throw changes nothing.
 */
public interface SessionEvents {
    /** The session reached the leader. */
    void attached(Attached event);

    /** The session lost its node, or the node no longer leads. */
    void lost(String database, NodeAddress node);

    /** Whether {@link #executed} is to be called; asked before each statement. */
    boolean wantsStatements();

    /** A statement was answered, or failed. */
    void executed(Executed event);

    /** It is not known whether a change was made. */
    void outcomeUnknown(String database, @Nullable NodeAddress node, Throwable cause);

    /**
     * The answer to a COMMIT was lost, and its outcome was found out.
     *
     * @param nanos how long that took
     */
    void outcomeFound(String database, @Nullable NodeAddress node, boolean committed, long nanos);

    /** Outcomes of commits will not be found out, as asked for. */
    void outcomesNotKept(String database, String reason);

    /**
     * A transaction was lost and executed again, and goes on.
     *
     * @param statements how many were executed again
     * @param nanos how long that took
     */
    void replayed(String database, @Nullable NodeAddress node, int statements, long nanos);

    /**
     * A session was ended because its connection was no longer reachable. Called by a thread of the driver.
     *
     * @param opened where, as the end of a sentence
     * @param stack where, in full; null unless asked for
     */
    void unclosed(String database, String opened, @Nullable Throwable stack);

    /**
     * @param nanos how long it took
     * @param again whether the session was attached before
     */
    record Attached(String database, NodeAddress node, long nanos, boolean again) {}

    /**
     * @param node null if none was reached
     * @param parameters empty unless they may be shown
     * @param nanos in all; of a query, until its first rows came
     * @param waitedNanos the part of it that was spent waiting for other writers
     * @param attempts how often it was sent
     * @param error null if nothing failed
     */
    record Executed(
            String database,
            @Nullable NodeAddress node,
            String sql,
            List<?> parameters,
            long nanos,
            long waitedNanos,
            int attempts,
            @Nullable EngineException error) {}
}
