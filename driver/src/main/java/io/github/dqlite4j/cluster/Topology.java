package io.github.dqlite4j.cluster;

import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.Connector;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.Tls;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import io.netty.channel.IoEventLoop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as this JVM sees it: its nodes, and which of them leads. All connections that name the same nodes share one
 * instance, so they share the known leader, and only one of them searches at a time. Thread-safe.
 */
public final class Topology {
    private static final SharedInstances<Key, Topology> ALL = new SharedInstances<>(32);
    private static final DriverLog LOG = DriverLog.of("cluster");

    private final Endpoints endpoints;
    private final Connector connector;
    private final Outage outage;
    private final AtomicReference<@Nullable CompletableFuture<NodeAddress>> commonSearch = new AtomicReference<>();
    private volatile @Nullable NodeAddress leader;
    private volatile String lastError = "";

    /** @param changed when the files of certificates and keys were last changed */
    private record Key(
            Set<NodeAddress> nodes,
            Map<NodeAddress, NodeAddress> mapping,
            @Nullable Tls tls,
            boolean keepAlive,
            boolean logParameters,
            List<Long> changed) {
        static Key of(Endpoints endpoints) {
            Tls tls = endpoints.tls();
            List<Long> changed = tls == null
                    ? List.of()
                    : Stream.of(tls.roots(), tls.certificate(), tls.key())
                            .map(path -> path == null ? 0L : path.toFile().lastModified())
                            .toList();
            return new Key(
                    Set.copyOf(endpoints.nodes()),
                    endpoints.mapping(),
                    tls,
                    endpoints.keepAlive(),
                    endpoints.logParameters(),
                    changed);
        }
    }

    private Topology(Endpoints endpoints) {
        this.endpoints = endpoints;
        this.connector = Connector.of(endpoints);
        this.outage = new Outage(endpoints.nodes(), NanoClock.SYSTEM, LOG);
    }

    /**
     * The cluster of these nodes, the same instance for the same nodes in any order.
     *
     * @throws IllegalArgumentException if the files of TLS cannot be used
     */
    public static Topology of(Endpoints endpoints) {
        return ALL.get(Key.of(endpoints), any -> new Topology(endpoints));
    }

    public List<NodeAddress> nodes() {
        return endpoints.nodes();
    }

    Connector connector() {
        return connector;
    }

    /** Whether the answer of this node to LEADER names the node itself. */
    public boolean isLeader(NodeAddress node, Response.Server answer) {
        return node.equals(leaderIn(answer));
    }

    /** The address that reaches the node that the answer names, or null if it names none. */
    @Nullable
    NodeAddress leaderIn(Response.Server answer) {
        try {
            return answer.address().isEmpty() ? null : endpoints.reachable(NodeAddress.parse(answer.address()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The node that led when it was last asked, or null if none is known. */
    @Nullable
    NodeAddress knownLeader() {
        return leader;
    }

    Outage outage() {
        return outage;
    }

    /** A database was opened on this node, which leads. */
    public void reached(NodeAddress node) {
        outage.leads(node);
    }

    /** No database could be opened on this node, although it says that it leads: the leader is searched again. */
    public void notUsable(NodeAddress node, String reason) {
        forgetLeader(node);
        outage.noLeader(() -> node + " leads and could not be used: " + reason);
    }

    /** Forgets the leader if it is this node, so that it is searched again. */
    public void forgetLeader(NodeAddress node) {
        if (node.equals(leader)) {
            leader = null;
        }
    }

    /**
     * Connects to the node that leads, as that node itself confirms. Searches until the caller completes the future.
     *
     * @param loop the caller's; the future completes on it
     * @param connectMillis the limit for one TCP connection, and again for one answer to LEADER
     * @param asked sends more to a connection that was just sent LEADER and may become the result; called on the loop
     * @return fails with {@link TransportException.NoLeader} if waiting does not help
     */
    public CompletableFuture<NodeConnection> connectToLeader(
            IoEventLoop loop, int connectMillis, Consumer<NodeConnection> asked) {
        CompletableFuture<NodeConnection> result = new CompletableFuture<>();
        new LeaderSearch(this, loop, connectMillis, asked, result).start();
        return result;
    }

    /** What each node answered to the last search that found no leader; for messages. */
    public String lastError() {
        return lastError.isEmpty() ? "None of them has answered" : lastError;
    }

    void setLastError(String error) {
        lastError = error;
    }

    /**
     * Makes a search the common one of this JVM, unless another is in progress. When it ends, the leader that it found is
     * known.
     *
     * @return the search in progress, or null if the given one has begun
     */
    @Nullable
    CompletableFuture<NodeAddress> beginSearch(CompletableFuture<NodeAddress> search) {
        CompletableFuture<NodeAddress> current = commonSearch.compareAndExchange(null, search);
        if (current == null) {
            search.whenComplete((node, error) -> {
                if (node != null) {
                    leader = node;
                }
                commonSearch.compareAndSet(search, null);
            });
        }
        return current;
    }
}
