package io.github.dqlite4j.wire;

/** What a node does in its cluster, in the order of the protocol's numbers. */
public enum Role {
    VOTER,
    STANDBY,
    SPARE
}
