package io.github.dqlite4j.transport;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the nodes of one cluster are reached.
 *
 * @param nodes where to ask for the leader, at least one
 * @param mapping from the address that a node announces to the one that reaches it, where these differ: behind NAT, in a
 *     container, behind a TLS proxy
 * @param tls null for none
 * @param keepAlive whether the operating system probes idle connections
 * @param logParameters whether the log of messages shows the values of parameters
 */
public record Endpoints(
        List<NodeAddress> nodes,
        Map<NodeAddress, NodeAddress> mapping,
        @Nullable Tls tls,
        boolean keepAlive,
        boolean logParameters) {
    public Endpoints {
        nodes = List.copyOf(nodes);
        mapping = Map.copyOf(mapping);
    }

    /** Nodes that announce the addresses that reach them, without TLS. */
    public static Endpoints of(List<NodeAddress> nodes) {
        return new Endpoints(nodes, Map.of(), null, true, false);
    }

    /** The address that reaches the node that announces this one. */
    public NodeAddress reachable(NodeAddress announced) {
        return mapping.getOrDefault(announced, announced);
    }
}
