package io.github.dqlite4j.cluster;

import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The search of one caller for a connection to the leader: asks the known leader, and all nodes if that one is late or gives no connection,
 * until the caller gives up. Runs on the caller's event loop.
 */
final class LeaderSearch {
    private static final long PERIOD_MILLIS = 50;

    /** How long the known leader is asked alone. */
    private static final long ALONE_MILLIS = 250;

    private final Topology cluster;
    private final IoEventLoop loop;
    private final int connectMillis;
    private final Consumer<NodeConnection> whenAsked;
    private final CompletableFuture<NodeConnection> result;
    private final Set<NodeAddress> connecting = new HashSet<>();
    private boolean searching;
    private boolean waiting;

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
        } else if (connecting.contains(known)) {
            startLater();
        } else {
            connect(known);
        }
    }

    private void connect(NodeAddress node) {
        connecting.add(node);
        Future<?> late = loop.schedule(this::search, ALONE_MILLIS, TimeUnit.MILLISECONDS);
        ask(node).whenComplete((link, error) -> {
            late.cancel(false);
            connecting.remove(node);
            if (link == null) {
                cluster.forgetLeader(node);
                startLater();
            } else if (!result.complete(link)) {
                link.close();
            }
        });
    }

    private void startLater() {
        if (result.isDone() || waiting || searching) {
            return;
        }
        waiting = true;
        long pause = PERIOD_MILLIS + ThreadLocalRandom.current().nextLong(PERIOD_MILLIS);
        loop.schedule(
                () -> {
                    waiting = false;
                    if (!result.isDone()) {
                        start();
                    }
                },
                pause,
                TimeUnit.MILLISECONDS);
    }

    /** Waits for the search of another caller, or searches for all callers. */
    private void search() {
        if (searching || result.isDone()) {
            return;
        }
        searching = true;
        CompletableFuture<NodeAddress> mine = new CompletableFuture<>();
        CompletableFuture<NodeAddress> theirs = cluster.beginSearch(mine);
        if (theirs != null) {
            theirs.whenComplete((node, error) -> onLoop(() -> searched(node, error)));
            return;
        }
        // A caller that stops waiting stops driving its loop, so the others must not wait for its search.
        result.whenComplete((link, error) -> mine.cancel(false));
        mine.whenComplete((node, error) -> onLoop(() -> searched(node, error)));
        cluster.searching();
        new LeaderPoll(cluster, loop, connectMillis, PERIOD_MILLIS, null, mine, cluster::noLeader).start();
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
        } else if (!loop.isShuttingDown()) {
            loop.execute(step);
        }
    }

    private void searched(@Nullable NodeAddress node, @Nullable Throwable error) {
        searching = false;
        if (result.isDone()) {
            return;
        }
        if (node != null && !connecting.contains(node)) {
            connect(node);
            return;
        }
        if (error instanceof TransportException.NoLeader none && none.isFinal()) {
            cluster.noLeader(String.valueOf(none.getMessage()));
            result.completeExceptionally(error);
        }
        startLater();
    }

    /** Connects to a node and asks it who leads. Completes with the connection, or with null if the node does not say that it leads. */
    private CompletableFuture<@Nullable NodeConnection> ask(NodeAddress node) {
        CompletableFuture<NodeConnection> begun =
                NodeConnection.connect(loop, node, connectMillis, cluster.connector());
        result.whenComplete((any, error) -> begun.cancel(false));
        return begun.thenCompose(link -> {
            Future<?> deadline =
                    loop.schedule(() -> link.closeOnTimeout(connectMillis), connectMillis, TimeUnit.MILLISECONDS);
            result.whenComplete((kept, error) -> {
                if (kept != link) {
                    deadline.cancel(false);
                    link.close();
                }
            });
            CompletableFuture<Response.Server> answer = link.request(new Request.Leader());
            whenAsked.accept(link);
            return answer.handle((server, error) -> {
                deadline.cancel(false);
                if (error == null && cluster.isLeader(node, server)) {
                    return link;
                }
                link.close();
                return null;
            });
        });
    }
}
