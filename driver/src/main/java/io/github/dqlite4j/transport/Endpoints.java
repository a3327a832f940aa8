package io.github.dqlite4j.transport;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the nodes of one cluster are reached.
 *
 * @param nodes where to ask for the leader, at least one
 * @param mapping from the address that a node announces to the one it is reached at, where these differ: behind NAT, in a
 *     container, behind a TLS proxy
 * @param tls null for none
 * @param keepAlive whether the operating system probes idle connections
 */
public record Endpoints(
        List<NodeAddress> nodes,
        Map<NodeAddress, NodeAddress> mapping,
        @Nullable Tls tls,
        boolean keepAlive) {
    public Endpoints {
        nodes = List.copyOf(nodes);
        mapping = Map.copyOf(mapping);
    }

    /** Nodes that are reached where they say, without TLS. */
    public static Endpoints of(List<NodeAddress> nodes) {
        return new Endpoints(nodes, Map.of(), null, true);
    }

    /** Where the node is reached that announces this address. */
    public NodeAddress reachable(NodeAddress announced) {
        return mapping.getOrDefault(announced, announced);
    }
}
