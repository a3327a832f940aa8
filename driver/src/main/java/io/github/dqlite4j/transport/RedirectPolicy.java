package io.github.dqlite4j.transport;

import java.util.Set;

/**
 * Which addresses a cluster may send its clients to. A node names others when it answers who leads and who the members are.
 *
 * @param nodes for {@link Kind#LISTED}: host and port
 * @param hosts for {@link Kind#LISTED}: hosts of which any port is allowed
 */
public record RedirectPolicy(Kind kind, Set<NodeAddress> nodes, Set<String> hosts) {
    public static final RedirectPolicy ALL = new RedirectPolicy(Kind.ALL, Set.of(), Set.of());

    public RedirectPolicy {
        nodes = Set.copyOf(nodes);
        hosts = Set.copyOf(hosts);
    }

    /** The kinds. Addresses that the user has given, in the URL, the mapping or the store, are allowed by each. */
    public enum Kind {
        ALL,
        /** Those that the user has given. */
        SEED,
        /** IP addresses of other machines; those of this machine and this link only if a node there names them. */
        REMOTE,
        /** Those on a list. */
        LISTED
    }
}
