package io.github.dqlite4j.nodes;

import io.github.dqlite4j.report.PrintableText;

/**
 * One member of a cluster.
 *
 * @param id the id in dqlite, an unsigned number: {@link Long#toUnsignedString} shows it
 * @param address {@code host:port} as the node announces it; a client may have to use another address ({@code addressMapping})
 */
public record ClusterNode(long id, String address, NodeRole role) {
    /** @throws IllegalArgumentException if the address is empty, or has characters that cannot be printed */
    public ClusterNode {
        if (address.isBlank() || !PrintableText.of(address).equals(address)) {
            throw new IllegalArgumentException("'" + PrintableText.of(address) + "' is not the address of a node");
        }
    }

    @Override
    public String toString() {
        return address + " (" + Long.toUnsignedString(id) + ", " + role + ")";
    }
}
