package io.github.dqlite4j.client.session;

import java.util.concurrent.ThreadLocalRandom;

/** A session of a pool. Its times are touched by who has it. */
final class PooledSession {
    private static final double EARLIEST = 0.9;

    private final ClientSession session;
    private final long endOfLife;
    private volatile long lastUse;

    /** @param now nanoseconds of the clock */
    PooledSession(ClientSession session, long now, PoolLimits limits) {
        this.session = session;
        this.lastUse = now;
        this.endOfLife = now
                + (long) (limits.lifetime().toNanos()
                        * ThreadLocalRandom.current().nextDouble(EARLIEST, 1));
    }

    ClientSession session() {
        return session;
    }

    /** Whether it is not given out anymore. */
    boolean isOver(long now) {
        return now - endOfLife > 0 || session.isClosed();
    }

    long lastUse() {
        return lastUse;
    }

    void used(long now) {
        lastUse = now;
    }
}
