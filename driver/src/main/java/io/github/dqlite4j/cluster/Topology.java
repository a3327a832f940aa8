package io.github.dqlite4j.cluster;

import io.github.dqlite4j.nodes.LeaderHistory;
import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeStore;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.Connector;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.RedirectPolicy;
import io.github.dqlite4j.transport.Tls;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.netty.channel.IoEventLoop;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as this JVM sees it: its nodes, and which of them leads. All connections to it share one instance, so they share the known leader, and
 * only one of them searches at a time. Those whose URLs name different nodes share it as soon as one of them is connected, unless other options about nodes differ. Thread-safe.
 */
public final class Topology {
    private static final SharedInstances<Key, Topology> ALL = new SharedInstances<>(32);
    private static final DriverLog LOG = DriverLog.of("cluster");

    private static final AtomicLong COUNT = new AtomicLong();

    private final long number = COUNT.incrementAndGet();
    private final List<NodeAddress> seeds;
    private final Redirects redirects;
    private final @Nullable StoreUpdates store;
    private final Connector connector;
    private final Outage outage;
    private final Leadership leadership = new Leadership(NanoClock.SYSTEM);
    private final UnreachableNodes unreachable = new UnreachableNodes(NanoClock.SYSTEM);
    private final AtomicReference<@Nullable CompletableFuture<NodeAddress>> commonSearch = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<NodeAddress>> commonWatch = new AtomicReference<>();

    /** Those that were sent LEADER and are open. */
    private final Set<NodeConnection> connections = ConcurrentHashMap.newKeySet();

    /** Those of them whose answer is late. */
    private final Set<NodeConnection> late = ConcurrentHashMap.newKeySet();

    private final AtomicLong membersDue = new AtomicLong(NanoClock.SYSTEM.nanoTime());
    private volatile Members members;
    private volatile @Nullable Leader leader;
    private volatile @Nullable NodeAddress lastLeader;
    private volatile String lastError = "";

    /** @param confirmed whether a majority has named it */
    private record Leader(NodeAddress node, boolean confirmed) {}

    /** @param changed when the files of certificates and keys were last changed */
    private record Key(
            Set<NodeAddress> nodes,
            Map<NodeAddress, NodeAddress> mapping,
            @Nullable Tls tls,
            boolean keepAlive,
            boolean logParameters,
            RedirectPolicy redirects,
            @Nullable NodeStore store,
            @Nullable NodeDialer dialer,
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
                    endpoints.redirects(),
                    endpoints.store(),
                    endpoints.dialer(),
                    changed);
        }

        /** Whether connections with these options go to the same nodes in the same way, if they go to the same cluster. */
        boolean mayShare(Key other) {
            return redirects.kind() != RedirectPolicy.Kind.SEED
                    && mapping.equals(other.mapping)
                    && Objects.equals(tls, other.tls)
                    && keepAlive == other.keepAlive
                    && logParameters == other.logParameters
                    && redirects.equals(other.redirects)
                    && Objects.equals(store, other.store)
                    && Objects.equals(dialer, other.dialer)
                    && changed.equals(other.changed);
        }
    }

    private Topology(Endpoints endpoints, @Nullable StoreUpdates store, List<NodeAddress> stored) {
        this.connector = Connector.of(endpoints);
        this.store = store;
        Set<NodeAddress> known = new LinkedHashSet<>(endpoints.nodes());
        stored.forEach(address -> known.add(Redirects.mapped(endpoints.mapping(), address)));
        if (known.isEmpty()) {
            throw new IllegalArgumentException(
                    "The URL names no host, and the node store " + endpoints.store() + " has none");
        }
        this.seeds = List.copyOf(known);
        this.redirects = new Redirects(endpoints.redirects(), endpoints.mapping(), seeds, LOG);
        this.members = Members.of(seeds);
        this.outage = new Outage(seeds, NanoClock.SYSTEM, LOG);
    }

    /**
     * The cluster of these nodes, the same instance for the same nodes in any order.
     *
     * @throws IllegalArgumentException if the files of TLS or the node store cannot be used, or no node is known
     */
    public static Topology of(Endpoints endpoints) {
        Key key = Key.of(endpoints);
        Topology known = ALL.find(key);
        Topology older = older(key, known);
        if (older != null) {
            return ALL.put(key, older);
        }
        if (known != null) {
            return ALL.get(key, any -> known);
        }
        // A store may block, and may be the user's: it is read before the lock of all clusters is taken.
        NodeStore store = endpoints.store();
        StoreUpdates updates = store == null ? null : new StoreUpdates(store, LOG);
        List<NodeAddress> stored = updates == null ? List.of() : updates.load();
        return ALL.get(key, any -> new Topology(endpoints, updates, stored));
    }

    /**
     * The oldest instance of the same cluster that is connected. A node belongs to one cluster, so one member in common is enough.
     *
     * @param known the instance for the key, if there is one
     */
    private static @Nullable Topology older(Key key, @Nullable Topology known) {
        Collection<NodeAddress> nodes = known == null ? key.nodes : known.members.all();
        return ALL.all(key::mayShare).stream()
                .filter(other -> known == null || other.number < known.number)
                .filter(other -> !other.connections.isEmpty() && other.members.hasAny(nodes))
                .min(Comparator.comparingLong(other -> other.number))
                .orElse(null);
    }

    /** The nodes of the URL, and those that the node store had at first. */
    public List<NodeAddress> nodes() {
        return seeds;
    }

    /** The nodes that are known. */
    Members members() {
        return members;
    }

    UnreachableNodes unreachable() {
        return unreachable;
    }

    /** How connections to the nodes are set up. */
    public Connector connector() {
        return connector;
    }

    /** What may be connected to of the addresses that nodes name. */
    public Redirects redirects() {
        return redirects;
    }

    /** Whether the answer of this node to LEADER names the node itself. */
    public boolean isLeader(NodeAddress node, Response.Server answer) {
        return node.equals(redirects.target(answer.address(), node).node());
    }

    /** The node that led when it was last asked, or null if none is known. */
    @Nullable
    NodeAddress knownLeader() {
        Leader known = leader;
        return known == null ? null : known.node();
    }

    /**
     * Whether another node was the last one that was found to lead. Then a node that says that it leads may have been deposed without noticing, and what
     * it knows may be older than what this JVM has read.
     */
    boolean mayBeDeposed(NodeAddress node) {
        NodeAddress last = lastLeader;
        return last != null && !last.equals(node);
    }

    private void leads(Leader found) {
        leader = found;
        lastLeader = found.node();
    }

    Outage outage() {
        return outage;
    }

    /** A database was opened on this node, which leads. */
    public void reached(NodeAddress node) {
        outage.leads(node);
        leadership.leads(node);
    }

    /** This node has answered that it leads, to a question that was not about a database. */
    public void answered(NodeAddress node) {
        outage.answered(node);
        leadership.leads(node);
    }

    /** What this JVM has seen of the leaders. */
    public LeaderHistory history() {
        return leadership.history();
    }

    /** A search begins, because no leader is known. */
    void searching() {
        outage.searching();
        leadership.missing();
    }

    /** No database could be opened on this node, although it says that it leads: the leader is searched again. */
    public void notUsable(NodeAddress node, String reason) {
        forgetLeader(node);
        outage.notUsable(node, reason);
    }

    /** Forgets the leader if it is this node, so that it is searched again. */
    public void forgetLeader(NodeAddress node) {
        if (node.equals(knownLeader())) {
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
        Consumer<NodeConnection> register = link -> {
            connections.add(link);
            link.whenClosed(() -> connections.remove(link));
            asked.accept(link);
        };
        new LeaderSearch(this, loop, connectMillis, register, result).start();
        return result;
    }

    // Members.

    /** Whether the members have to be asked for, with {@link Request.Cluster}; true for one caller, who does it. */
    public boolean membersAreDue(long refreshMillis) {
        long due = membersDue.get();
        long now = NanoClock.SYSTEM.nanoTime();
        return now - due >= 0 && membersDue.compareAndSet(due, now + TimeUnit.MILLISECONDS.toNanos(refreshMillis));
    }

    /** Takes over what a node that leads has said of the members. What cannot be right is ignored. */
    public void membersNamed(NodeAddress by, Response.Servers answer) {
        Members named = members.named(answer, by, redirects);
        if (named != null && store != null) {
            store.named(answer, by, redirects);
        }
        if (named == null) {
            LOG.log(
                    Level.DEBUG,
                    () -> by + " names members of the cluster that are not used: "
                            + PrintableText.of(answer.nodes().toString()));
        } else if (!named.equals(members)) {
            members = named;
            LOG.log(
                    Level.DEBUG,
                    () -> "The cluster has the voters " + named.voters() + " and the other nodes " + named.others());
        }
    }

    // Leaders that do not answer.

    /** After how many milliseconds an answer is late. */
    public static long lateMillis() {
        return SilenceWatch.LATE_MILLIS;
    }

    /**
     * An answer on this connection is late. Asks the other nodes who leads, on the caller's loop, and gives the connection up if another one does: what it was
     * sent fails as lost.
     *
     * @param connectMillis as for {@link #connectToLeader}
     * @return to be run when the answer is no longer waited for; both on the loop
     */
    public Runnable watch(IoEventLoop loop, NodeConnection link, int connectMillis) {
        Leader now = leader;
        if (now != null && now.confirmed() && !now.node().equals(link.node())) {
            link.giveUp(now.node());
            return () -> {};
        }
        late.add(link);
        SilenceWatch watch = new SilenceWatch(this, loop, link, connectMillis);
        watch.start();
        return () -> {
            late.remove(link);
            watch.end();
        };
    }

    /**
     * A node leads, as it says itself and as a majority says. The connections to others are closed, unless they wait for an answer that may
     * still tell what has happened.
     *
     * @param silent the node that gives no answers, so that nothing is to be expected from it; or null
     */
    void confirmed(NodeAddress node, @Nullable NodeAddress silent) {
        leads(new Leader(node, true));
        for (NodeConnection link : connections) {
            if (!link.node().equals(node)) {
                boolean answersNothing = late.contains(link) || link.node().equals(silent);
                // Its owner may wait in the queue of writers, and have sent something by the time when it looks at
                // this.
                link.onLoop(() -> {
                    if (answersNothing || !link.isBusy()) {
                        link.giveUp(node);
                    }
                });
            }
        }
    }

    /** What each node answered to the last search that found no leader; for messages. */
    public String lastError() {
        return lastError.isEmpty() ? "None of them has answered" : lastError;
    }

    /** A search has found no leader yet. */
    void noLeader(String heard) {
        lastError = heard;
        outage.noLeader(() -> heard);
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
                if (node != null && !node.equals(knownLeader())) {
                    leads(new Leader(node, false));
                }
                commonSearch.compareAndSet(search, null);
            });
        }
        return current;
    }

    /** The same for those who ask because a node is silent. */
    @Nullable
    CompletableFuture<NodeAddress> beginWatch(CompletableFuture<NodeAddress> watch) {
        CompletableFuture<NodeAddress> current = commonWatch.compareAndExchange(null, watch);
        if (current == null) {
            watch.whenComplete((node, error) -> commonWatch.compareAndSet(watch, null));
        }
        return current;
    }
}
