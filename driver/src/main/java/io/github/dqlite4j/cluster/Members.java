package io.github.dqlite4j.cluster;

import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster, as far as they are known: those of the URL and of the node store, and those that the leader has named.
 *
 * @param seeds the nodes of the URL and of the node store
 * @param voters those that elect the leader; empty until a leader has named them
 * @param others the other members
 * @param hidden how many more voters there are, which must not be connected to ({@link Redirects}); they count for a majority
 */
record Members(List<NodeAddress> seeds, List<NodeAddress> voters, List<NodeAddress> others, int hidden) {
    /** More than any cluster has. What a node says beyond it is not used. */
    static final int MOST = 64;

    Members {
        seeds = List.copyOf(seeds);
        voters = List.copyOf(voters);
        others = List.copyOf(others);
    }

    static Members of(List<NodeAddress> seeds) {
        return new Members(seeds, List.of(), List.of(), 0);
    }

    /**
     * What the leader said.
     *
     * @param leader the node that has answered
     * @param redirects which of the addresses may be used
     * @return null if the answer cannot be used: it does not name the leader among the voters, or names too many nodes
     */
    @Nullable
    Members named(Response.Servers answer, NodeAddress leader, Redirects redirects) {
        if (answer.nodes().size() > MOST) {
            return null;
        }
        Set<NodeAddress> voting = new LinkedHashSet<>();
        Set<NodeAddress> rest = new LinkedHashSet<>();
        int hiding = 0;
        for (Response.Node node : answer.nodes()) {
            Redirects.Target target = redirects.target(node.address(), leader);
            if (target.isMalformed()) {
                return null;
            }
            boolean votes = node.role() == Role.VOTER;
            NodeAddress address = target.node();
            if (address != null) {
                (votes ? voting : rest).add(address);
            } else if (votes) {
                hiding++;
            }
        }
        rest.removeAll(voting);
        return voting.contains(leader) ? new Members(seeds, List.copyOf(voting), List.copyOf(rest), hiding) : null;
    }

    /** Whether one of these nodes was named as a member. */
    boolean hasAny(Collection<NodeAddress> nodes) {
        return nodes.stream().anyMatch(node -> voters.contains(node) || others.contains(node));
    }

    /** Those whose majority knows who leads. */
    List<NodeAddress> electorate() {
        return voters.isEmpty() ? seeds : voters;
    }

    /** Whether that many nodes are a majority. */
    boolean isMajority(long nodes) {
        return nodes > (electorate().size() + hidden) / 2;
    }

    /** All nodes that may know who leads, voters first. */
    List<NodeAddress> all() {
        Set<NodeAddress> nodes = new LinkedHashSet<>(voters);
        nodes.addAll(seeds);
        nodes.addAll(others);
        return new ArrayList<>(nodes);
    }
}
