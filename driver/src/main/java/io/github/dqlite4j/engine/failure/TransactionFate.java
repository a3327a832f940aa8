package io.github.dqlite4j.engine.failure;

/**
 * What becomes of one transaction, for those who keep something that depends on it. Refers to no session. Changed by the owner of the
 * session; any thread may ask.
 */
public final class TransactionFate {
    private volatile boolean open = true;
    private volatile boolean committed;
    private volatile int savepointRollbacks;

    /** Whether the session still has it open. A server that is lost may have rolled it back already. */
    public boolean isOpen() {
        return open;
    }

    /** Whether the server has confirmed its commit. */
    public boolean isCommitted() {
        return committed;
    }

    /** How often it was rolled back to a savepoint. */
    public int savepointRollbacks() {
        return savepointRollbacks;
    }

    /** The server has confirmed the commit. */
    public void committed() {
        committed = true;
        open = false;
    }

    /** It is over, without a commit that is known of. */
    public void ended() {
        open = false;
    }

    /** The server has rolled it back to a savepoint. */
    public void rolledBackToSavepoint() {
        savepointRollbacks = savepointRollbacks + 1;
    }
}
