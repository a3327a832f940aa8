package io.github.dqlite4j.cluster;

import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.netty.channel.IoEventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one caller does while the answer of its node is late: it asks the other nodes who leads, or waits for the caller that does. A node is
 * given up only when another one leads, as that one and a majority say. Runs on the caller's event loop.
 */
final class SilenceWatch {
    /** No leader is replaced sooner: a server waits for at least one second for its leader. */
    static final long LATE_MILLIS = 1_000;

    private static final long PERIOD_MILLIS = 100;

    private final Topology cluster;
    private final IoEventLoop loop;
    private final NodeConnection link;
    private final int connectMillis;
    private @Nullable CompletableFuture<NodeAddress> mine;
    private boolean ended;

    SilenceWatch(Topology cluster, IoEventLoop loop, NodeConnection link, int connectMillis) {
        this.cluster = cluster;
        this.loop = loop;
        this.link = link;
        this.connectMillis = connectMillis;
    }

    /** Asks, or joins the caller that asks already. */
    void start() {
        if (ended || !link.isOpen()) {
            return;
        }
        CompletableFuture<NodeAddress> poll = new CompletableFuture<>();
        CompletableFuture<NodeAddress> theirs = cluster.beginWatch(poll);
        if (theirs != null) {
            theirs.whenComplete((leader, error) -> again());
            return;
        }
        mine = poll;
        poll.whenComplete((leader, error) -> again());
        new LeaderPoll(cluster, loop, connectMillis, PERIOD_MILLIS, link.node(), poll, said -> {}).start();
    }

    /** The caller that has asked has left, or a leader was found that is not this one's. */
    private void again() {
        if (!loop.isShuttingDown()) {
            loop.schedule(this::start, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The answer has come, or is no longer waited for. */
    void end() {
        ended = true;
        CompletableFuture<NodeAddress> poll = mine;
        if (poll != null) {
            poll.cancel(false);
        }
    }
}
