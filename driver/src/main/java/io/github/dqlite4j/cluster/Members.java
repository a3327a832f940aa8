package io.github.dqlite4j.cluster;

import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster, as far as they are known: those of the URL, and those that the leader has named.
 *
 * @param seeds the nodes of the URL
 * @param voters those that elect the leader; empty until a leader has named them
 * @param others the other members
 */
record Members(List<NodeAddress> seeds, List<NodeAddress> voters, List<NodeAddress> others) {
    /** More than any cluster has. What a node says beyond it is not used. */
    static final int MOST = 64;

    Members {
        seeds = List.copyOf(seeds);
        voters = List.copyOf(voters);
        others = List.copyOf(others);
    }

    static Members of(List<NodeAddress> seeds) {
        return new Members(seeds, List.of(), List.of());
    }

    /**
     * What the leader said.
     *
     * @param leader the node that has answered
     * @param reachable the address that reaches the node of an announced address
     * @return null if the answer cannot be used: it does not name the leader among the voters, or names too many nodes
     */
    @Nullable
    Members named(Response.Servers answer, NodeAddress leader, Function<NodeAddress, NodeAddress> reachable) {
        if (answer.nodes().size() > MOST) {
            return null;
        }
        Set<NodeAddress> voting = new LinkedHashSet<>();
        Set<NodeAddress> rest = new LinkedHashSet<>();
        for (Response.Node node : answer.nodes()) {
            try {
                (node.role() == Role.VOTER ? voting : rest).add(reachable.apply(NodeAddress.parse(node.address())));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        rest.removeAll(voting);
        return voting.contains(leader) ? new Members(seeds, List.copyOf(voting), List.copyOf(rest)) : null;
    }

    /** Those whose majority knows who leads. */
    List<NodeAddress> electorate() {
        return voters.isEmpty() ? seeds : voters;
    }

    /** Whether that many nodes are a majority. */
    boolean isMajority(long nodes) {
        return nodes > electorate().size() / 2;
    }

    /** All nodes that may know who leads, voters first. */
    List<NodeAddress> all() {
        Set<NodeAddress> nodes = new LinkedHashSet<>(voters);
        nodes.addAll(seeds);
        nodes.addAll(others);
        return new ArrayList<>(nodes);
    }
}
