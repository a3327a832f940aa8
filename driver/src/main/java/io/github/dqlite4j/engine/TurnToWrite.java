package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.write.BusyMessages;
import io.github.dqlite4j.engine.write.QueuedRequest;
import io.github.dqlite4j.engine.write.WriteQueue.Writer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a session waits for its turn among the writers of this JVM. Used by the owner of the session. */
final class TurnToWrite {
    private final SessionCore core;

    TurnToWrite(SessionCore core) {
        this.core = core;
    }

    /**
     * Waits until the session has the turn.
     *
     * @param busyUntil the end of the time to wait for locks
     * @param queryUntil the end of the statement's own time
     * @param request what the thread that grants the turn may send
     */
    void await(long busyUntil, long queryUntil, Supplier<@Nullable QueuedRequest> request) throws EngineException {
        Writer writer = Writer.here(core.opened());
        try {
            if (core.database().writers().await(writer, busyUntil, core.executions()::isStopped, request)) {
                core.turn().granted();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Busy(
                    "The thread was interrupted while another connection held the write lock", e);
        }
        core.executions().check();
        throw core.clock().nanoTime() >= queryUntil
                ? EngineException.Stopped.timeout(
                        heldHere("The query timeout ended while the write lock was not free", writer), null)
                : new EngineException.Busy(heldHere(notFree(), writer), null);
    }

    private String heldHere(String what, Writer writer) {
        return BusyMessages.heldHere(what, core.database().writers().holder(), writer.thread());
    }

    /** The beginning of a sentence. */
    String notFree() {
        return "The write lock was not free within busyTimeout, "
                + core.timeouts().busy() + " ms";
    }
}
