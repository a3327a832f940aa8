package io.github.dqlite4j.cluster;

import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NodeAddress;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of the leaders of one cluster: one warning when there is none for two seconds, and one line when there is one again, for
 * any number of waiting connections. As long as this JVM has never reached a leader, a few more lines say that the search continues, each after twice the
 * time of the one before. Thread-safe.
 */
final class Outage {
    /** Before the first line. */
    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Without a search for that long, the next one is about another outage. */
    private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Nodes that answer do so within that time. */
    private static final long MIN_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MAX_DOUBLED = 20;

    private final List<NodeAddress> nodes;
    private final NanoClock clock;
    private final DriverLog log;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private long began;
    private long lastSearch;
    private long nextLine;
    private int lines;

    private volatile boolean searching;
    private volatile @Nullable NodeAddress leader;

    /** Leads, but the last attempt to use it has failed. */
    private volatile @Nullable NodeAddress unusable;

    Outage(List<NodeAddress> nodes, NanoClock clock, DriverLog log) {
        this.nodes = nodes;
        this.clock = clock;
        this.log = log;
    }

    /**
     * A search begins, because no leader is known.
     *
     * @return after how many nanoseconds {@link #noLeader} has a line to log if there is still no leader; negative if it has no more lines to log
     */
    long searching() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (!searching || lines == 0 && now - lastSearch > GAP_NANOS) {
                searching = true;
                began = now;
                lines = 0;
                nextLine = now + FIRST_NANOS;
            }
            lastSearch = now;
            return hasMoreLines() ? Math.max(MIN_WAIT_NANOS, nextLine - now) : -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * There is still no leader that can be used.
     *
     * @param heard what each node has said
     */
    void noLeader(Supplier<String> heard) {
        Level level;
        long nanos;
        lock.lock();
        try {
            long now = clock.nanoTime();
            lastSearch = now;
            if (!searching || !hasMoreLines() || now - nextLine < 0) {
                return;
            }
            nanos = now - began;
            level = lines == 0 ? Level.WARNING : Level.INFO;
            lines++;
            nextLine = now + (FIRST_NANOS << Math.min(lines, MAX_DOUBLED));
        } finally {
            lock.unlock();
        }
        log.log(
                level,
                () -> "No leader of " + nodes + " was found for " + seconds(nanos) + ", and the search continues: "
                        + heard.get());
    }

    /** This node leads, but a connection to it cannot be used. */
    void notUsable(NodeAddress node, String reason) {
        unusable = node;
        noLeader(() -> node + " leads and could not be used: " + reason);
    }

    /** Lines after the first one are for an application that starts, which has nothing else to show. */
    private boolean hasMoreLines() {
        return lines == 0 || leader == null;
    }

    /** A connection to the leader can be used. */
    void leads(NodeAddress node) {
        unusable = null;
        if (!searching && node.equals(leader)) {
            return;
        }
        NodeAddress before;
        long without = -1;
        lock.lock();
        try {
            if (searching && lines > 0) {
                without = clock.nanoTime() - began;
            }
            before = leader;
            leader = node;
            searching = false;
            lines = 0;
        } finally {
            lock.unlock();
        }
        if (without >= 0 || before != null && !node.equals(before)) {
            String was = before == null || node.equals(before) ? "" : "; it was " + before;
            String none = without < 0 ? "" : "; none was found for " + seconds(without);
            log.log(Level.INFO, () -> "The leader of " + nodes + " is " + node + was + none);
        } else if (before == null) {
            log.log(Level.DEBUG, () -> "The leader of " + nodes + " is " + node);
        }
    }

    /** This node leads. Whether a connection to it can be used was not tried now; if it could not be used before, the outage goes on. */
    void answered(NodeAddress node) {
        if (!node.equals(unusable)) {
            leads(node);
        }
    }

    private static String seconds(long nanos) {
        long tenths = nanos / TimeUnit.MILLISECONDS.toNanos(100);
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
