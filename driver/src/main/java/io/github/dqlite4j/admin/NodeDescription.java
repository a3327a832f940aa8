package io.github.dqlite4j.admin;

/**
 * What a node says of itself.
 *
 * @param failureDomain a number that nodes share which may fail together; 0 if none was set
 * @param weight the leader prefers nodes of less weight when it chooses which become voters; 0 if none was set. Not kept when the node is
 *     started again
 */
public record NodeDescription(long failureDomain, long weight) {
    /** Without signs, as dqlite has them. */
    @Override
    public String toString() {
        return "failure domain " + Long.toUnsignedString(failureDomain) + ", weight " + Long.toUnsignedString(weight);
    }
}
