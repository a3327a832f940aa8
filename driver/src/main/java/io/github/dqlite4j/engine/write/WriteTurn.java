package io.github.dqlite4j.engine.write;

/** Whether one session has the turn of a {@link WriteQueue}. Used by the owner of the session. */
public final class WriteTurn {
    private final WriteQueue queue;
    private boolean held;

    public WriteTurn(WriteQueue queue) {
        this.queue = queue;
    }

    public boolean isHeld() {
        return held;
    }

    /** The queue has granted the turn. */
    public void granted() {
        held = true;
    }

    /** Whether the session has the turn and another one waits for it. */
    public boolean isAwaited() {
        return held && queue.hasWaiters();
    }

    /** Gives the turn back, if this session has it. */
    public void end() {
        if (held) {
            held = false;
            queue.end();
        }
    }
}
