package io.github.dqlite4j.cluster;

import io.github.dqlite4j.nodes.LeaderHistory;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts what this JVM sees of the leaders of one cluster. Thread-safe. */
final class Leadership {
    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock, and written under it only.
    private long since;
    private long changes;
    private long missingFrom;
    private long missingNanos;

    private volatile boolean missing;
    private volatile @Nullable NodeAddress leader;

    Leadership(NanoClock clock) {
        this.clock = clock;
    }

    /** A search begins, because no leader is known. */
    void missing() {
        lock.lock();
        try {
            if (!missing) {
                missing = true;
                missingFrom = clock.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A node leads, as it has said itself. */
    void leads(NodeAddress node) {
        if (!missing && node.equals(leader)) {
            return;
        }
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (missing) {
                missingNanos += now - missingFrom;
                missing = false;
            }
            if (!node.equals(leader)) {
                if (leader != null) {
                    changes++;
                }
                leader = node;
                since = now;
            }
        } finally {
            lock.unlock();
        }
    }

    LeaderHistory history() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            Instant wall = Instant.now();
            NodeAddress last = leader;
            return new LeaderHistory(
                    last == null ? null : last.toString(),
                    last == null ? null : wall.minusNanos(now - since),
                    changes,
                    missing ? wall.minusNanos(now - missingFrom) : null,
                    Duration.ofNanos(missing ? missingNanos + now - missingFrom : missingNanos));
        } finally {
            lock.unlock();
        }
    }
}
