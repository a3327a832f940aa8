package io.github.dqlite4j.cluster;

import io.github.dqlite4j.cache.LruMap;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NodeAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The nodes that could not be asked. Each is left alone for a while, longer each time. Thread-safe. */
final class UnreachableNodes {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MAX_DOUBLED = 3;

    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeAddress, Failures> failures = new LruMap<>(2 * Members.MOST);

    private record Failures(int count, long until) {}

    UnreachableNodes(NanoClock clock) {
        this.clock = clock;
    }

    void failed(NodeAddress node) {
        lock.lock();
        try {
            Failures before = failures.get(node);
            int count = before == null ? 0 : Math.min(before.count() + 1, MAX_DOUBLED);
            failures.put(node, new Failures(count, clock.nanoTime() + (FIRST_NANOS << count)));
        } finally {
            lock.unlock();
        }
    }

    void answered(NodeAddress node) {
        lock.lock();
        try {
            failures.remove(node);
        } finally {
            lock.unlock();
        }
    }

    /** Those of the nodes that may be asked now; all of them if each one is to be left alone. */
    List<NodeAddress> without(List<NodeAddress> nodes) {
        lock.lock();
        try {
            if (failures.isEmpty()) {
                return nodes;
            }
            long now = clock.nanoTime();
            List<NodeAddress> left = nodes.stream()
                    .filter(node -> mayBeAsked(failures.get(node), now))
                    .toList();
            return left.isEmpty() ? nodes : left;
        } finally {
            lock.unlock();
        }
    }

    private static boolean mayBeAsked(@Nullable Failures failed, long now) {
        return failed == null || now - failed.until() >= 0;
    }
}
