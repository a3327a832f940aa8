package io.github.dqlite4j.engine.failure;

/** What to do after a failure: with the statement, and with the session. */
public enum Verdict {
    /** Nothing happened. The statement is sent again, to the node that leads now. */
    RETRY_AT_LEADER(Next.RETRY, Cleanup.LEAVE_NODE),
    /** Nothing happened. The statement is sent again when the write lock may be free, until {@code busyTimeout}. */
    WAIT_FOR_LOCK(Next.WAIT, Cleanup.NONE),
    /** The node is lost, and the transaction with it, which is what the ROLLBACK asked for; a COMMIT of reads has nothing to make durable. */
    END_DONE_BY_LOSS(Next.SUCCEED, Cleanup.LEAVE_NODE),
    /** The server had rolled back already, which is what the ROLLBACK asked for. */
    ROLLBACK_DONE(Next.SUCCEED, Cleanup.ROLL_BACK),
    /** The node is lost, and the transaction with it. */
    TRANSACTION_LOST(Next.REPORT, Cleanup.LEAVE_NODE),
    /** The server has already ended the transaction. */
    TRANSACTION_GONE(Next.REPORT, Cleanup.ROLL_BACK),
    /** The transaction has read what was changed since: it can never write. */
    SNAPSHOT_STALE(Next.REPORT, Cleanup.ROLL_BACK),
    /** The server has refused the mark that was sent with a COMMIT, or the COMMIT: that one is sent alone, and its answer counts. */
    MARK_REFUSED(Next.COMMIT_ALONE, Cleanup.NONE),
    /** The answer to a COMMIT is lost, and the mark that was sent with it shows whether it took effect: the next leader is asked. */
    ASK_FOR_MARK(Next.ASK, Cleanup.NONE),
    /** The mark was found: the transaction was committed. */
    MARK_FOUND(Next.SUCCEED, Cleanup.NONE),
    /** The mark is not there, and never will be: the transaction was rolled back. */
    MARK_MISSING(Next.REPORT, Cleanup.NONE),
    /** The change may or may not have been made. This session must not be used again. */
    OUTCOME_UNKNOWN(Next.REPORT, Cleanup.CLOSE),
    /** The statement was cancelled, or its time is over. */
    STOPPED(Next.REPORT, Cleanup.LEAVE_NODE),
    /** What the node sent is not the protocol. */
    VIOLATION(Next.REPORT, Cleanup.LEAVE_NODE),
    /** The connection was lost while the statement read, and sending it again did not help. */
    CONNECTION_LOST(Next.REPORT, Cleanup.LEAVE_NODE),
    /** No leader was found. */
    UNREACHABLE(Next.REPORT, Cleanup.NONE),
    /** The server refused the statement. */
    SERVER_ERROR(Next.REPORT, Cleanup.NONE),
    /** The server refused the statement and rolled the transaction back. */
    SERVER_ERROR_ROLLED_BACK(Next.REPORT, Cleanup.ROLL_BACK),
    /** A constraint failed; a conflict clause or a trigger may have rolled the transaction back, and the answer does not say so. */
    CONSTRAINT_FAILED(Next.REPORT, Cleanup.ASK_SERVER);

    private final Next next;
    private final Cleanup cleanup;

    /** What becomes of the statement. */
    public enum Next {
        /** It is sent again at once. */
        RETRY,
        /** It is sent again after a pause. */
        WAIT,
        /** A COMMIT is sent again at once, without its mark. */
        COMMIT_ALONE,
        /** What became of it is found out; {@link FailurePolicy#answered} then decides. */
        ASK,
        /** It counts as executed. */
        SUCCEED,
        /** The caller gets an exception. */
        REPORT
    }

    /** What becomes of the session. */
    public enum Cleanup {
        NONE,
        /** The connection to the node is closed; an open transaction is lost. */
        LEAVE_NODE,
        /** A ROLLBACK is sent, in case that the server has not rolled back yet; the transaction is lost. */
        ROLL_BACK,
        /** The server is asked whether the transaction is still open; if not, as {@link #ROLL_BACK}. */
        ASK_SERVER,
        /** The session is closed. */
        CLOSE
    }

    Verdict(Next next, Cleanup cleanup) {
        this.next = next;
        this.cleanup = cleanup;
    }

    public Next next() {
        return next;
    }

    public Cleanup cleanup() {
        return cleanup;
    }

    /** Whether a COMMIT with this verdict has found its transaction rolled back. */
    public boolean isRolledBack() {
        return this == TRANSACTION_LOST || this == TRANSACTION_GONE || this == VIOLATION || this == MARK_MISSING;
    }

    /** Whether the transaction was surely rolled back, and would do the same if it were executed again now. */
    public boolean losesTransaction() {
        return switch (this) {
            case TRANSACTION_LOST, TRANSACTION_GONE, SNAPSHOT_STALE, MARK_MISSING -> true;
            default -> false;
        };
    }
}
