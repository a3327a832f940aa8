package io.github.dqlite4j.cluster;

import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.nodes.NodeStore;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.wire.Response;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the leader says of the members into the node store. A store may block, and who hears of the members drives an event loop: so each save runs on
 * a daemon thread that ends with it. The last list wins. Thread-safe.
 */
final class StoreUpdates {
    private final NodeStore store;
    private final DriverLog log;
    private final AtomicReference<@Nullable List<ClusterNode>> next = new AtomicReference<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile List<ClusterNode> saved = List.of();
    private volatile boolean failed;

    StoreUpdates(NodeStore store, DriverLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * The addresses that the store has, as they are announced. Blocks.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    List<NodeAddress> load() {
        List<NodeAddress> addresses = new ArrayList<>();
        try {
            saved = List.copyOf(store.load());
            for (ClusterNode node : saved) {
                addresses.add(NodeAddress.parse(node.address()));
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("nodeStore: " + e.getMessage(), e);
        }
        return addresses;
    }

    /** A leader has named the members. Those that must not be connected to are not stored: who reads the store connects to each. */
    void named(Response.Servers members, NodeAddress by, Redirects redirects) {
        List<ClusterNode> nodes = members.nodes().stream()
                .filter(node -> redirects.target(node.address(), by).node() != null)
                .map(node -> new ClusterNode(
                        node.id(), node.address(), NodeRole.values()[node.role().ordinal()]))
                .toList();
        if (nodes.equals(saved) && next.get() == null) {
            return;
        }
        next.set(nodes);
        if (running.compareAndSet(false, true)) {
            Thread thread = new Thread(this::saveAll, "dqlite4j node store");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void saveAll() {
        do {
            for (List<ClusterNode> nodes = next.getAndSet(null); nodes != null; nodes = next.getAndSet(null)) {
                save(nodes);
            }
            running.set(false);
        } while (next.get() != null && running.compareAndSet(false, true));
    }

    /** A store of the user's may throw anything. */
    private void save(List<ClusterNode> nodes) {
        try {
            store.save(nodes);
            saved = nodes;
            failed = false;
        } catch (Throwable e) {
            Level level = failed ? Level.DEBUG : Level.WARNING;
            failed = true;
            log.log(level, () -> "The members of the cluster could not be stored: " + e, e);
        }
    }
}
