package io.github.dqlite4j.cluster;

import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.security.cert.CertificateException;
import java.util.Comparator;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of one caller to a connection to the leader: asks the known leader, or else all nodes at once, and starts again until
 * the caller gives up. Runs on the caller's event loop.
 */
final class LeaderSearch {
    private static final long PAUSE_MILLIS = 50;

    private final Topology cluster;
    private final IoEventLoop loop;
    private final int connectMillis;
    private final Consumer<NodeConnection> whenAsked;
    private final CompletableFuture<NodeConnection> result;

    /**
     * @param named what the node answered
     * @param leader the address in it, or null
     * @param link the connection to the node that was asked, or null if it was closed
     */
    private record Asked(
            String named,
            @Nullable NodeAddress leader,
            @Nullable NodeConnection link) {}

    /**
     * @param whenAsked called with a connection that was sent LEADER and may become the result
     * @param result completed here with the connection; completed by the caller, it ends the search
     */
    LeaderSearch(
            Topology cluster,
            IoEventLoop loop,
            int connectMillis,
            Consumer<NodeConnection> whenAsked,
            CompletableFuture<NodeConnection> result) {
        this.cluster = cluster;
        this.loop = loop;
        this.connectMillis = connectMillis;
        this.whenAsked = whenAsked;
        this.result = result;
    }

    void start() {
        NodeAddress known = cluster.knownLeader();
        if (known == null) {
            search();
        } else {
            connect(known);
        }
    }

    private void connect(NodeAddress node) {
        ask(node, false, result).whenComplete((asked, error) -> {
            if (asked != null && asked.link() != null) {
                if (!result.complete(asked.link())) {
                    asked.link().close();
                }
            } else {
                cluster.forgetLeader(node);
                startLater();
            }
        });
    }

    private void startLater() {
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

    /** Waits for the search of another caller, or searches for all callers. */
    private void search() {
        CompletableFuture<NodeAddress> mine = new CompletableFuture<>();
        CompletableFuture<NodeAddress> theirs = cluster.beginSearch(mine);
        if (theirs != null) {
            theirs.whenComplete((node, error) -> onLoop(() -> searched(node, error)));
            return;
        }
        // A caller that stops waiting stops driving its loop, so the others must not wait for its search.
        result.whenComplete((link, error) -> mine.cancel(false));
        mine.whenComplete((node, error) -> onLoop(() -> searched(node, error)));
        askAll(mine);
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
        } else if (!loop.isShuttingDown()) {
            loop.execute(step);
        }
    }

    private void searched(@Nullable NodeAddress node, @Nullable Throwable error) {
        if (result.isDone()) {
            return;
        }
        if (node != null) {
            connect(node);
            return;
        }
        if (error != null && error.getMessage() != null) {
            cluster.setLastError(error.getMessage());
        }
        if (error instanceof TransportException.NoLeader none && none.isFinal()) {
            result.completeExceptionally(error);
        }
        startLater();
    }

    private void askAll(CompletableFuture<NodeAddress> search) {
        Queue<Throwable> reasons = new ConcurrentLinkedQueue<>();
        Set<NodeAddress> silent = new ConcurrentSkipListSet<>(Comparator.comparing(NodeAddress::toString));
        silent.addAll(cluster.nodes());
        Outage outage = cluster.outage();
        long nextLine = outage.searching();
        if (nextLine >= 0) {
            Future<?> line =
                    loop.schedule(() -> outage.noLeader(() -> heard(reasons, silent)), nextLine, TimeUnit.NANOSECONDS);
            search.whenComplete((leader, error) -> line.cancel(false));
        }
        CompletableFuture<?>[] probes = cluster.nodes().stream()
                .map(node -> probe(node, search).handle((leader, error) -> {
                    silent.remove(node);
                    if (leader != null) {
                        search.complete(leader);
                    } else {
                        reasons.add(error.getCause() == null ? error : error.getCause());
                    }
                    return null;
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(probes).whenComplete((all, error) -> {
            String heard = heard(reasons, silent);
            if (search.completeExceptionally(
                    new TransportException.NoLeader(heard, reasons.stream().allMatch(LeaderSearch::isLasting)))) {
                outage.noLeader(() -> heard);
            }
        });
    }

    private static String heard(Queue<Throwable> reasons, Set<NodeAddress> silent) {
        return Stream.concat(
                        reasons.stream().map(Throwable::getMessage),
                        silent.stream().map(node -> node + " has not answered yet"))
                .collect(Collectors.joining("; "));
    }

    /** The leader that a node names, confirmed by that leader. */
    private CompletableFuture<NodeAddress> probe(NodeAddress node, CompletableFuture<NodeAddress> search) {
        return ask(node, true, search).thenCompose(asked -> {
            NodeAddress leader = asked.leader();
            if (leader == null) {
                return failed(
                        asked.named().isEmpty()
                                ? node + " knows of no leader"
                                : node + " names a leader by what is no address: '" + PrintableText.of(asked.named())
                                        + "'");
            }
            return leader.equals(node) ? CompletableFuture.completedFuture(node) : confirm(leader, search);
        });
    }

    private CompletableFuture<NodeAddress> confirm(NodeAddress named, CompletableFuture<NodeAddress> search) {
        return ask(named, true, search)
                .thenCompose(asked -> named.equals(asked.leader())
                        ? CompletableFuture.completedFuture(named)
                        : failed(named + ", named as the leader, says that it does not lead"));
    }

    private static <T> CompletableFuture<T> failed(String reason) {
        return CompletableFuture.failedFuture(new TransportException.NoLeader(reason));
    }

    /** Whether waiting does not help: a port keeps its protocol, and a node its certificate. */
    private static boolean isLasting(Throwable reason) {
        return reason instanceof Disconnected link
                && (link.reason() == Disconnected.Reason.VIOLATION || isUntrusted(link));
    }

    private static boolean isUntrusted(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .anyMatch(CertificateException.class::isInstance);
    }

    /**
     * Asks a node who leads. The connection stays open only if it is the leader's and this is not a probe.
     *
     * @param purpose when it completes, the connection is closed, unless it is the result itself
     */
    private CompletableFuture<Asked> ask(NodeAddress node, boolean probe, CompletableFuture<?> purpose) {
        CompletableFuture<NodeConnection> connecting =
                NodeConnection.connect(loop, node, connectMillis, cluster.connector());
        purpose.whenComplete((any, error) -> connecting.cancel(false));
        return connecting.thenCompose(link -> {
            Future<?> deadline =
                    loop.schedule(() -> link.closeOnTimeout(connectMillis), connectMillis, TimeUnit.MILLISECONDS);
            purpose.whenComplete((kept, error) -> {
                if (kept != link) {
                    deadline.cancel(false);
                    link.close();
                }
            });
            CompletableFuture<Response.Server> answer = link.request(new Request.Leader());
            if (!probe) {
                whenAsked.accept(link);
            }
            return answer.whenComplete((server, error) -> {
                        deadline.cancel(false);
                        if (error != null) {
                            link.close();
                        }
                    })
                    .thenApply(server -> asked(link, server, probe));
        });
    }

    private Asked asked(NodeConnection link, Response.Server server, boolean probe) {
        NodeAddress leader = cluster.leaderIn(server);
        boolean keep = !probe && link.node().equals(leader);
        if (!keep) {
            link.close();
        }
        return new Asked(server.address(), leader, keep ? link : null);
    }
}
