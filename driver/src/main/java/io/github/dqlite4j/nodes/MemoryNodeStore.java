package io.github.dqlite4j.nodes;

import java.util.List;

/** Keeps the members of a cluster as long as the JVM runs. Thread-safe. */
public final class MemoryNodeStore implements NodeStore {
    private volatile List<ClusterNode> nodes;

    /** @param nodes what {@link #load} returns first */
    public MemoryNodeStore(List<ClusterNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    @Override
    public List<ClusterNode> load() {
        return nodes;
    }

    @Override
    public void save(List<ClusterNode> saved) {
        nodes = List.copyOf(saved);
    }
}
