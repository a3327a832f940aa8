package io.github.dqlite4j.engine;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.jdbc.DqliteListener;
import io.github.dqlite4j.jdbc.Listeners;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Attaches a session to the node that leads, and tries again until the time is over. Used by the thread that has entered the
 * session.
 */
final class LeaderConnector {
    private static final long SHORTEST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 75;

    private final Session session;
    private final Topology cluster;
    private final FutureAwaiter waiter;
    private final SharedDatabase database;

    LeaderConnector(Session session, Topology cluster, FutureAwaiter waiter, SharedDatabase database) {
        this.session = session;
        this.cluster = cluster;
        this.waiter = waiter;
        this.database = database;
    }

    /**
     * @param until {@link System#nanoTime} of the latest moment
     * @param again whether the session was attached before
     * @throws SQLException 08001 if no leader was found in time, or none that could be used
     */
    NodeSession attach(long until, boolean again) throws SQLException {
        Settings settings = session.settings();
        long began = System.nanoTime();
        String refused = "";
        for (; ; ) {
            NodeConnection link = connect(until, refused);
            boolean attached = false;
            try {
                long deadline = Math.min(until, waiter.deadline(settings.connectTimeout()));
                NodeSession fresh = NodeSession.open(link, waiter, database, settings, deadline);
                attached = true;
                Listeners.attached(new DqliteListener.Attached(
                        settings.database(),
                        fresh.node().toString(),
                        Duration.ofNanos(System.nanoTime() - began),
                        again));
                return fresh;
            } catch (TransportException e) {
                cluster.forgetLeader(link.node());
                if (refused.isEmpty() || System.nanoTime() < until) {
                    refused = " " + link.node() + " could not be used: " + e.getMessage() + ".";
                }
            } finally {
                if (!attached) {
                    link.close();
                }
            }
            pause();
        }
    }

    private NodeConnection connect(long until, String refused) throws SQLException {
        CompletableFuture<NodeConnection> connecting =
                cluster.connectToLeader(waiter.loop(), session.settings().connectTimeout());
        try {
            return waiter.await(connecting, until);
        } catch (TransportException e) {
            throw SqlExceptions.unreachable(
                    "No leader of " + cluster.nodes() + " was found in time." + refused + heard(), e);
        } finally {
            // Others of this JVM may wait for what was begun here.
            connecting.cancel(false);
        }
    }

    private String heard() {
        return cluster.lastError().isEmpty() ? "" : " " + cluster.lastError();
    }

    /** Lets a cluster without a leader be for a moment. */
    void pause() throws SQLException {
        waiter.pause(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
        session.checkOpen();
    }
}
