package io.github.dqlite4j.admin;

/**
 * The metadata of a node.
 *
 * @param failureDomain a number that nodes share which may fail together; 0 if none was set
 * @param weight when the leader chooses new voters, it prefers nodes with a lower weight; 0 if none was set. A restart of the node
 *     resets it
 */
public record NodeDescription(long failureDomain, long weight) {
    /** Without signs, as dqlite has them. */
    @Override
    public String toString() {
        return "failure domain " + Long.toUnsignedString(failureDomain) + ", weight " + Long.toUnsignedString(weight);
    }
}
