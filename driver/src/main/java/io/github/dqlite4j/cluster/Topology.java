package io.github.dqlite4j.cluster;

import io.github.dqlite4j.transport.Connector;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.Tls;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as seen from this JVM: its nodes, and which of them leads. All connections that name the same nodes share one
 * instance and so what is known of the leader, and only one of them searches at a time. Thread-safe.
 */
public final class Topology {
    private static final Map<Key, Topology> ALL = new ConcurrentHashMap<>();
    private static final Logger LOG = System.getLogger("io.github.dqlite4j.cluster");
    private static final long PAUSE_MILLIS = 50;

    private final Endpoints endpoints;
    private final Connector connector;
    private final AtomicReference<@Nullable CompletableFuture<NodeAddress>> search = new AtomicReference<>();
    private volatile @Nullable NodeAddress leader;
    private volatile @Nullable NodeAddress lastLeader;
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
    }

    /**
     * The cluster of these nodes, the same instance for the same nodes in any order.
     *
     * @throws IllegalArgumentException if the files of TLS cannot be used
     */
    public static Topology of(Endpoints endpoints) {
        return ALL.computeIfAbsent(Key.of(endpoints), any -> new Topology(endpoints));
    }

    public List<NodeAddress> nodes() {
        return endpoints.nodes();
    }

    /** Whether the answer of this node to LEADER names the node itself. */
    public boolean isLeader(NodeAddress node, Response.Server answer) {
        return node.equals(named(answer));
    }

    /** Where the node is reached that the answer names, or null if it names none. */
    private @Nullable NodeAddress named(Response.Server answer) {
        try {
            return answer.address().isEmpty() ? null : endpoints.reachable(NodeAddress.parse(answer.address()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The node that led when it was last asked, or null before that. */
    public @Nullable NodeAddress knownLeader() {
        return leader;
    }

    private void leads(NodeAddress node) {
        NodeAddress before = lastLeader;
        leader = node;
        lastLeader = node;
        if (!node.equals(before)) {
            LOG.log(
                    before == null ? Level.DEBUG : Level.INFO,
                    () -> "The leader is " + node + (before == null ? "" : "; it was " + before));
        }
    }

    /** Forgets that this node leads. */
    public void notLeader(NodeAddress node) {
        if (node.equals(leader)) {
            leader = null;
        }
    }

    /**
     * A connection to the node that leads, verified with that node itself. Searches until the caller gives up, which it does by
     * completing the future.
     *
     * @param loop the caller's; the future completes on it
     * @param connectMillis the longest that one TCP connection, and one answer to LEADER, may take
     */
    public CompletableFuture<NodeConnection> connectToLeader(IoEventLoop loop, int connectMillis) {
        CompletableFuture<NodeConnection> result = new CompletableFuture<>();
        new Attempt(loop, connectMillis, result).start();
        return result;
    }

    private final class Attempt {
        private final IoEventLoop loop;
        private final int connectMillis;
        private final CompletableFuture<NodeConnection> result;

        private Attempt(IoEventLoop loop, int connectMillis, CompletableFuture<NodeConnection> result) {
            this.loop = loop;
            this.connectMillis = connectMillis;
            this.result = result;
        }

        private void start() {
            NodeAddress known = leader;
            if (known == null) {
                search();
            } else {
                open(known);
            }
        }

        private void open(NodeAddress node) {
            ask(node, false, result).whenComplete((asked, error) -> {
                if (asked != null && asked.link() != null) {
                    if (!result.complete(asked.link())) {
                        asked.link().close();
                    }
                } else {
                    notLeader(node);
                    again();
                }
            });
        }

        private void again() {
            if (!result.isDone()) {
                long pause = PAUSE_MILLIS + ThreadLocalRandom.current().nextLong(PAUSE_MILLIS);
                loop.schedule(
                        () -> {
                            if (!result.isDone()) {
                                start();
                            }
                        },
                        pause,
                        TimeUnit.MILLISECONDS);
            }
        }

        /** Joins the search that is under way, or does it for all. */
        private void search() {
            CompletableFuture<NodeAddress> mine = new CompletableFuture<>();
            CompletableFuture<NodeAddress> theirs = search.compareAndExchange(null, mine);
            if (theirs != null) {
                theirs.whenComplete((node, error) -> onLoop(() -> found(node, error)));
                return;
            }
            mine.whenComplete((node, error) -> {
                if (node != null) {
                    leads(node);
                }
                search.compareAndSet(mine, null);
            });
            // Whoever stops waiting stops driving the loop: the others must not wait for it.
            result.whenComplete((link, error) -> mine.cancel(false));
            mine.whenComplete((node, error) -> onLoop(() -> found(node, error)));
            searchAll(mine);
        }

        private void onLoop(Runnable step) {
            if (loop.inEventLoop()) {
                step.run();
            } else if (!loop.isShuttingDown()) {
                loop.execute(step);
            }
        }

        private void found(@Nullable NodeAddress node, @Nullable Throwable error) {
            if (result.isDone()) {
                return;
            }
            if (node != null) {
                open(node);
            } else {
                lastError = error == null || error.getMessage() == null ? lastError : error.getMessage();
                if (error instanceof TransportException.NoLeader none && none.isFinal()) {
                    result.completeExceptionally(error);
                }
                again();
            }
        }

        private void searchAll(CompletableFuture<NodeAddress> search) {
            Queue<Throwable> reasons = new ConcurrentLinkedQueue<>();
            CompletableFuture<?>[] probes = nodes().stream()
                    .map(node -> ask(node, true, search)
                            .thenCompose(asked -> asked.leader() == null
                                    ? failed(node + " knows of no leader")
                                    : asked.leader().equals(node)
                                            ? CompletableFuture.completedFuture(node)
                                            : verify(asked.leader(), search))
                            .handle((node2, error) -> {
                                if (node2 != null) {
                                    search.complete(node2);
                                } else {
                                    reasons.add(error.getCause() == null ? error : error.getCause());
                                }
                                return null;
                            }))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(probes)
                    .whenComplete((all, error) -> search.completeExceptionally(new TransportException.NoLeader(
                            reasons.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
                            reasons.stream().allMatch(Attempt::isLasting))));
        }

        /** Waiting changes neither what a port speaks nor whose certificate it shows. */
        private static boolean isLasting(Throwable reason) {
            return reason instanceof TransportException.Disconnected link
                    && (link.reason() == TransportException.Disconnected.Reason.VIOLATION || isUntrusted(link));
        }

        private static boolean isUntrusted(Throwable error) {
            return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                    .anyMatch(CertificateException.class::isInstance);
        }

        private CompletableFuture<NodeAddress> verify(NodeAddress named, CompletableFuture<NodeAddress> search) {
            return ask(named, true, search)
                    .thenCompose(asked -> named.equals(asked.leader())
                            ? CompletableFuture.completedFuture(named)
                            : failed(named + ", named as the leader, says that it does not lead"));
        }

        private <T> CompletableFuture<T> failed(String reason) {
            return CompletableFuture.failedFuture(new TransportException.NoLeader(reason));
        }

        /**
         * Asks a node who leads. The connection is kept only when it is the leader's own, unless this is only a probe.
         *
         * @param aim what this is for: when that is reached or given up, a connection that it did not become is closed
         */
        private CompletableFuture<Asked> ask(NodeAddress node, boolean probe, CompletableFuture<?> aim) {
            CompletableFuture<NodeConnection> connecting = NodeConnection.connect(loop, node, connectMillis, connector);
            aim.whenComplete((any, error) -> connecting.cancel(false));
            return connecting.thenCompose(link -> {
                Future<?> deadline =
                        loop.schedule(() -> link.closeOnTimeout(connectMillis), connectMillis, TimeUnit.MILLISECONDS);
                aim.whenComplete((kept, error) -> {
                    if (kept != link) {
                        deadline.cancel(false);
                        link.close();
                    }
                });
                return link.request(new Request.Leader())
                        .whenComplete((server, error) -> {
                            deadline.cancel(false);
                            if (error != null) {
                                link.close();
                            }
                        })
                        .thenApply(server -> asked(link, server, probe));
            });
        }

        private Asked asked(NodeConnection link, Response.Server server, boolean probe) {
            NodeAddress named = named(server);
            boolean keep = !probe && link.node().equals(named);
            if (!keep) {
                link.close();
            }
            return new Asked(named, keep ? link : null);
        }
    }

    /** What the last search that found no leader heard from each node; for messages. */
    public String lastError() {
        return lastError.isEmpty() ? "None of them has answered" : lastError;
    }

    private record Asked(
            @Nullable NodeAddress leader, @Nullable NodeConnection link) {}
}
