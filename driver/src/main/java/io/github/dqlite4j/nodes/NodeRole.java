package io.github.dqlite4j.nodes;

/** The role of a node in its cluster, in the order of dqlite's numbers. */
public enum NodeRole {
    /** Stores the data, and elects the leader. */
    VOTER,
    /** Stores the data, and does not vote. */
    STANDBY,
    /** Stores nothing and does not vote. A new member has this role first. */
    SPARE
}
