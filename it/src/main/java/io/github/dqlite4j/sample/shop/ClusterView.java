package io.github.dqlite4j.sample.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param nodes the nodes in the URL
 * @param down those of them that do not answer
 * @param leader the node that leads, or null if none does
 */
record ClusterView(
        List<String> nodes, List<String> down, @Nullable String leader) {
    /** Returns whether enough nodes answer to elect a leader. */
    boolean hasMajority() {
        return 2 * (nodes.size() - down.size()) > nodes.size();
    }
}
