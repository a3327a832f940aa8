package io.github.dqlite4j.engine.failure;

import io.github.dqlite4j.transport.TransportException;
import java.util.Set;

/**
 * What a server's codes mean for a session.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">SQLite's result codes</a>
 */
public final class ServerErrors {
    public static final int ERROR = 1;
    public static final int BUSY = 5;
    public static final int READ_ONLY = 8;
    public static final int CONSTRAINT = 19;
    public static final int MISMATCH = 20;
    public static final int BUSY_SNAPSHOT = 517;
    private static final int CANNOT_OPEN = 12;
    private static final int NOT_LEADER = 10250;
    private static final int LEADERSHIP_LOST = 10506;
    private static final int OLD_NOT_LEADER = 8202;
    private static final int OLD_LEADERSHIP_LOST = 8458;
    private static final int ABORT = 4;
    private static final int NO_MEMORY = 7;
    private static final int IO_ERROR = 10;
    private static final int IO_ERROR_WRITE = 778;

    /** SQLite's words for its own codes 0, 101 and 100. */
    private static final Set<String> NO_ERROR =
            Set.of("not an error", "no more rows available", "another row available");

    private static final int MAX_CODE = 0xffff;
    private static final int FIRST_OF_DQLITE = 1001;
    private static final int LAST_OF_DQLITE = 1005;
    private static final int UNKNOWN = -1;

    private ServerErrors() {}

    /** Nothing was executed, since the node does not lead, or cannot do what a leader does. */
    public static boolean isNotLeader(TransportException.ServerFailure e) {
        return e.code() == NOT_LEADER
                || e.code() == OLD_NOT_LEADER
                || e.code() == CANNOT_OPEN && String.valueOf(e.getMessage()).startsWith("no database opened")
                || isRefusedByRaft(e)
                || isBarrierFailed(e);
    }

    /**
     * Older nodes pass the code of raft_apply() on as one of SQLite's: 7 is raft's for a node that does not lead, or is transferring the leadership. The change was not
     * appended to the log then, and the node has taken it back. SQLite itself had no error, and its words say so; for its own 7 they are "out of memory".
     */
    private static boolean isRefusedByRaft(TransportException.ServerFailure e) {
        return e.code() == NO_MEMORY && NO_ERROR.contains(String.valueOf(e.getMessage()));
    }

    /**
     * Nothing was executed, since the node could not bring itself up to date before, for example because its disk is full. SQLite itself had no error, and its words
     * say so.
     */
    private static boolean isBarrierFailed(TransportException.ServerFailure e) {
        String message = String.valueOf(e.getMessage());
        return e.code() == ERROR && (message.equals("barrier error") || NO_ERROR.contains(message));
    }

    /**
     * The node could not store a change, for example because its disk is full, or is shutting down. It sends a change to the others before it has stored it, so they may have it:
     * as the answer to what makes something durable, this says as little as a lost leadership.
     */
    public static boolean mayBeStoredElsewhere(TransportException.ServerFailure e) {
        return e.code() == ABORT || e.code() == IO_ERROR || e.code() == IO_ERROR_WRITE;
    }

    /** The node stopped leading while it executed: the change may or may not be there. */
    public static boolean isLeadershipLost(TransportException.ServerFailure e) {
        return e.code() == LEADERSHIP_LOST || e.code() == OLD_LEADERSHIP_LOST;
    }

    /** Whether the node can continue to serve this session. */
    public static boolean isAboutStatement(TransportException.ServerFailure e) {
        return !isNotLeader(e) && !isLeadershipLost(e);
    }

    /** SQLite has rolled the transaction back with this error. */
    static boolean endsTransaction(TransportException.ServerFailure e) {
        return switch (primary(e.code())) {
            case ABORT, NO_MEMORY, 9, IO_ERROR, 11, 13 -> true;
            default -> false;
        };
    }

    /** The transaction was rolled back before, so that this COMMIT or ROLLBACK found none. */
    public static boolean isNoTransaction(TransportException.ServerFailure e) {
        return e.code() == ERROR && String.valueOf(e.getMessage()).contains("no transaction is active");
    }

    /** What a server answers that finds no transaction. */
    public static TransportException.ServerFailure noTransaction() {
        return new TransportException.ServerFailure(ERROR, "no transaction is active");
    }

    /** What a server answers that does not lead. */
    public static TransportException.ServerFailure notLeader() {
        return new TransportException.ServerFailure(NOT_LEADER, "not leader");
    }

    /** The answer to a BEGIN while a transaction is open. */
    public static boolean isInTransaction(long code, String message) {
        return code == ERROR && message.contains("within a transaction");
    }

    /** The primary code of an extended one; dqlite's own codes stay; -1 for what is no code. */
    public static int primary(long code) {
        if (code < 0 || code > MAX_CODE) {
            return UNKNOWN;
        }
        return code >= FIRST_OF_DQLITE && code <= LAST_OF_DQLITE ? (int) code : (int) (code & 0xff);
    }

    /** The code as an int; -1 for what is no code. */
    public static int asInt(long code) {
        return code >= 0 && code <= MAX_CODE ? (int) code : UNKNOWN;
    }
}
