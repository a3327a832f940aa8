package io.github.dqlite4j.nodes;

/** What a node does in its cluster, in the order of the numbers that dqlite has for it. */
public enum NodeRole {
    /** Stores the data, and elects the leader. */
    VOTER,
    /** Stores the data, and does not vote. */
    STANDBY,
    /** Stores nothing and does not vote. A node is one when it joins. */
    SPARE
}
