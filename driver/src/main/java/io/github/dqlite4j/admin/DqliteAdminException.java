package io.github.dqlite4j.admin;

import io.github.dqlite4j.report.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * A failed call of the administration; {@link #reason} says why. After every reason except {@link Reason#OUTCOME_UNKNOWN}, the call has not
 * changed the cluster.
 */
public final class DqliteAdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a call has failed. */
    public enum Reason {
        /** No leader was found in time, for instance because a majority of the voters is lost. */
        NO_LEADER,
        /** The given node does not lead, and only the leader can do this. */
        NOT_LEADER,
        /** A node cannot be reached, or has closed the connection. */
        UNREACHABLE,
        /** The answer of a node does not follow the dqlite protocol. */
        NOT_DQLITE,
        /** There was no answer in time. The cluster was not changed. */
        TIMEOUT,
        /** The node does not know this request, or this form of it. */
        NOT_SUPPORTED,
        /** The cluster has no member with this id. */
        UNKNOWN_ID,
        /** Another member has this id or this address. */
        DUPLICATE,
        /** The node to add belongs to another cluster. */
        OTHER_CLUSTER,
        /** The node is the only voter: without it the cluster could never have a leader again. */
        LAST_VOTER,
        /** The node leads: transfer the leadership first, so that the cluster is not without a leader. */
        IS_LEADER,
        /** The node is not a voter, so it cannot lead. */
        NOT_A_VOTER,
        /** After this change there would be no majority of reachable voters. */
        QUORUM_AT_RISK,
        /** Another change of the members was in progress for the whole time. */
        BUSY,
        /** The node has no database with this name. */
        NO_DATABASE,
        /** A file could not be written. */
        FILES,
        /** The node refuses the request for another reason; see the message. */
        REFUSED,
        /**
         * The request was sent, and its answer was lost, or says that the leadership was lost. The change may have happened, may happen
         * later, or may not happen. It is not sent again. Ask for the members; repeating the call is safe, because it sends no request if
         * the change has happened.
         */
        OUTCOME_UNKNOWN
    }

    DqliteAdminException(Reason reason, String message, @Nullable Throwable cause) {
        super(PrintableText.message(message), cause);
        this.reason = reason;
    }

    DqliteAdminException(Reason reason, String message) {
        this(reason, message, null);
    }

    public Reason reason() {
        return reason;
    }
}
