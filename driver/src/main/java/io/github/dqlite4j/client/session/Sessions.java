package io.github.dqlite4j.client.session;

import org.jspecify.annotations.Nullable;

/** Where calls get a session from: the one of a connection or a transaction, or any one of a pool. Thread-safe; no method blocks for long. */
public interface Sessions {
    /** Queues for a session. */
    void request(Turn turn);

    /**
     * Gives the session of a turn on to the next one. Called once by each turn that was granted, by a thread of the executor.
     *
     * @return what this thread has to do next; it must do nothing else before that may block. Null if no turn waits
     */
    @Nullable
    Step release(ClientSession session);
}
