package io.github.dqlite4j.engine.write;

import io.github.dqlite4j.engine.write.WriteQueue.Holder;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is said of a write lock that was not free in time: who holds it, the usual reasons, and what to do. */
public final class BusyMessages {
    private static final String USUAL_REASONS =
            " Usual reasons: a transaction with REQUIRES_NEW inside one that writes waits for itself; a transaction that is never"
                    + " ended; a reader without auto-commit on a connection that is not read-only. Commit before the inner"
                    + " transaction, end transactions soon, let readers use auto-commit or read-only connections, or raise"
                    + " busyTimeout";

    private BusyMessages() {}

    /**
     * A connection of this JVM has the turn to write.
     *
     * @param what the beginning of the sentence, such as "The write lock was not free within busyTimeout"
     * @param holder null if it has ended its turn just now
     */
    public static String heldHere(String what, @Nullable Holder holder, String thread) {
        if (holder == null) {
            return what + "." + USUAL_REASONS;
        }
        boolean itself = holder.writer().thread().equals(thread);
        return what + ": another connection of this JVM has held it for "
                + TimeUnit.NANOSECONDS.toMillis(holder.nanos())
                + " ms. It was taken by " + (itself ? "this same thread, " : "thread ")
                + holder.writer().thread() + ", on a connection that was opened "
                + holder.writer().opened() + "." + USUAL_REASONS;
    }

    /** The server refuses although it is this session's turn. */
    public static String heldElsewhere(String what, ServerFailure busy) {
        return what + ": " + busy.getMessage() + " (code " + busy.code()
                + "). It is held by another client of the cluster, or by a connection of this JVM that is not in this queue: one with"
                + " other options about nodes in its URL, or with a deferred transaction." + USUAL_REASONS;
    }
}
