package io.github.dqlite4j.nodes;

import java.util.List;

/**
 * Keeps the members of a cluster, so that an application that starts finds it even if no node of its URL is left. The driver reads a store when it
 * first connects to a cluster, in the thread that connects, and asks those nodes beside the ones of the URL. It saves the members whenever the
 * leader names others, in a thread of its own: a store may block.
 *
 * <p>Two URLs with the same nodes and the same store, as {@link Object#equals} says, share what the driver knows of the cluster.
 */
public interface NodeStore {
    /**
     * What was saved last.
     *
     * @return empty if nothing was
     * @throws NodeStoreException if it cannot be read: the connection fails with this reason
     */
    List<ClusterNode> load();

    /**
     * Replaces what was saved. Never called by two threads at a time for one cluster.
     *
     * @param nodes at least one
     * @throws NodeStoreException if it cannot be written: the driver logs a warning, and tries again when the members are asked for next
     */
    void save(List<ClusterNode> nodes);
}
