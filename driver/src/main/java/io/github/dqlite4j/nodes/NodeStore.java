package io.github.dqlite4j.nodes;

import java.util.List;

/**
 * Stores the members of a cluster, so that a new process finds the cluster even if no node of its URL is left. The driver reads a store
 * when it first connects to a cluster, in the thread that connects, and then asks these nodes as well as those of the URL. It saves the
 * members whenever the leader names other members, in a separate thread, so a store may block.
 *
 * <p>URLs with the same nodes and equal stores ({@link Object#equals}) share the driver's knowledge of the cluster.
 */
public interface NodeStore {
    /**
     * The members that were saved last.
     *
     * @return empty if none were saved
     * @throws NodeStoreException if the store cannot be read: the connection fails with this reason
     */
    List<ClusterNode> load();

    /**
     * Replaces the saved members. Never called by two threads at a time for one cluster.
     *
     * @param nodes at least one
     * @throws NodeStoreException if the store cannot be written: the driver logs a warning, and tries again after it has next asked for
     *     the members
     */
    void save(List<ClusterNode> nodes);
}
