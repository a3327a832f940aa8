package io.github.dqlite4j.cluster;

import io.github.dqlite4j.cache.LruMap;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.RedirectPolicy;
import io.netty.util.NetUtil;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an address that a node has named becomes one to connect to: it is read, mapped to where the node is reached, and compared with
 * the policy. A node that lies, or another server on its port, could otherwise send the clients anywhere. Thread-safe.
 */
public final class Redirects {
    private static final int MOST_REPORTED = 256;

    /** In a mapping: a port on each host that has no entry of its own. */
    private static final String ANY_HOST = "*";

    private final RedirectPolicy policy;
    private final Map<NodeAddress, NodeAddress> mapping;

    /** What the user has given. */
    private final Set<NodeAddress> given;

    private final DriverLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeAddress, Boolean> reported = new LruMap<>(MOST_REPORTED);

    /**
     * What an address leads to.
     *
     * @param node where to connect to; null if the address cannot or must not be used
     * @param problem what is said of the node that has named it; empty if there is a node
     */
    public record Target(@Nullable NodeAddress node, String problem) {
        private static final String NO_ADDRESS = "names a node with an invalid address: ";

        /** Whether the text that was named is not an address. */
        boolean isMalformed() {
            return node == null && problem.startsWith(NO_ADDRESS);
        }

        /** What is said of the node that has named it. */
        public String says() {
            return node == null ? problem : "names " + node;
        }
    }

    Redirects(
            RedirectPolicy policy,
            Map<NodeAddress, NodeAddress> mapping,
            Collection<NodeAddress> seeds,
            DriverLog log) {
        this.policy = policy;
        this.mapping = mapping;
        this.log = log;
        this.given = new HashSet<>(seeds);
        given.addAll(mapping.values());
    }

    /** Where the node is reached that announces this address; the policy is not asked, since the user has given it. */
    public NodeAddress mapped(NodeAddress announced) {
        return mapped(mapping, announced);
    }

    /** An entry for the address takes precedence over one for its port. */
    static NodeAddress mapped(Map<NodeAddress, NodeAddress> mapping, NodeAddress announced) {
        NodeAddress exact = mapping.get(announced);
        return exact != null ? exact : mapping.getOrDefault(new NodeAddress(ANY_HOST, announced.port()), announced);
    }

    /**
     * Where the node is reached that another one has named.
     *
     * @param named as it came; empty if it names none
     * @param by the node that has named it, null if that is not known any more
     */
    public Target target(String named, @Nullable NodeAddress by) {
        if (named.isEmpty()) {
            return new Target(null, "does not know a leader");
        }
        NodeAddress announced;
        try {
            announced = NodeAddress.parse(named);
        } catch (IllegalArgumentException e) {
            return new Target(null, Target.NO_ADDRESS + "'" + PrintableText.of(named) + "'");
        }
        NodeAddress node = mapped(announced);
        if (node.equals(by) || given.contains(node) || allows(node, by)) {
            return new Target(node, "");
        }
        report(node, by);
        return new Target(null, "names " + node + ", which redirects does not allow");
    }

    private boolean allows(NodeAddress node, @Nullable NodeAddress by) {
        return switch (policy.kind()) {
            case ALL -> true;
            case SEED -> false;
            case LISTED -> policy.nodes().contains(node) || policy.hosts().contains(node.host());
            case REMOTE -> isAddress(node.host()) && (!isLocal(node.host()) || by != null && isHere(by.host()));
        };
    }

    /** A name may be any machine, also this one, whatever it was when it was looked up last. */
    private static boolean isAddress(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    /** Whether a node that is reached at this host is on this machine or this link. */
    private static boolean isHere(String host) {
        return host.equalsIgnoreCase("localhost") || isAddress(host) && isLocal(host);
    }

    /** Whether this is an address of this machine or of this link, or one that reaches no single machine. */
    private static boolean isLocal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return true;
        }
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isMulticastAddress()
                    || bytes[0] == 0
                    || address instanceof Inet6Address six && six.isIPv4CompatibleAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Once for each address. */
    private void report(NodeAddress node, @Nullable NodeAddress by) {
        boolean first;
        lock.lock();
        try {
            first = reported.put(node, true) == null;
        } finally {
            lock.unlock();
        }
        if (first) {
            log.log(
                    Level.WARNING,
                    () -> (by == null ? "The cluster" : by) + " names the node " + node + ", which redirects="
                            + policy.kind().name().toLowerCase(Locale.ROOT)
                            + " does not allow: it is not connected to");
        }
    }
}
