package io.github.dqlite4j.transport;

import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the nodes of one cluster are reached.
 *
 * @param nodes where to ask for the leader; none if the store has them
 * @param mapping from the address that a node announces to the one that reaches it, where these differ: behind NAT, in a
 *     container, behind a TLS proxy
 * @param tls null for none
 * @param keepAlive whether the operating system probes idle connections
 * @param logParameters whether the log of messages shows the values of parameters
 * @param redirects which addresses that a node names are connected to
 * @param store where the members are kept, null for none
 * @param dialer opens the sockets, null for the driver's own way
 */
public record Endpoints(
        List<NodeAddress> nodes,
        Map<NodeAddress, NodeAddress> mapping,
        @Nullable Tls tls,
        boolean keepAlive,
        boolean logParameters,
        RedirectPolicy redirects,
        @Nullable NodeStore store,
        @Nullable NodeDialer dialer) {
    public Endpoints {
        nodes = List.copyOf(nodes);
        mapping = Map.copyOf(mapping);
    }

    /** Nodes that the driver itself connects to. */
    public Endpoints(
            List<NodeAddress> nodes,
            Map<NodeAddress, NodeAddress> mapping,
            @Nullable Tls tls,
            boolean keepAlive,
            boolean logParameters,
            RedirectPolicy redirects,
            @Nullable NodeStore store) {
        this(nodes, mapping, tls, keepAlive, logParameters, redirects, store, null);
    }

    /** Nodes that may name any address, and are not stored. */
    public Endpoints(
            List<NodeAddress> nodes,
            Map<NodeAddress, NodeAddress> mapping,
            @Nullable Tls tls,
            boolean keepAlive,
            boolean logParameters) {
        this(nodes, mapping, tls, keepAlive, logParameters, RedirectPolicy.ALL, null);
    }

    /** The same with a function of the user's that opens the sockets, null for the driver's own way. */
    public Endpoints with(@Nullable NodeDialer own) {
        return new Endpoints(nodes, mapping, tls, keepAlive, logParameters, redirects, store, own);
    }

    /** Nodes that announce the addresses that reach them, without TLS. */
    public static Endpoints of(List<NodeAddress> nodes) {
        return new Endpoints(nodes, Map.of(), null, true, false);
    }
}
