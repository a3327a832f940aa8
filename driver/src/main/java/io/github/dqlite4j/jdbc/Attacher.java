package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.client.ClientException;
import io.github.dqlite4j.client.Cluster;
import io.github.dqlite4j.client.Link;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Attaches a session to the node that leads, and tries again until the time is over. Used by the thread that has entered the
 * session.
 */
final class Attacher {
    private static final long SHORTEST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 75;

    private final Session session;
    private final Cluster cluster;
    private final Waiter waiter;
    private final Database database;

    Attacher(Session session, Cluster cluster, Waiter waiter, Database database) {
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
    Attachment attach(long until, boolean again) throws SQLException {
        Settings settings = session.settings();
        long began = System.nanoTime();
        String refused = "";
        for (; ; ) {
            Link link = connect(until, refused);
            boolean attached = false;
            try {
                long deadline = Math.min(until, Waiter.deadline(settings.connectTimeout()));
                Attachment fresh = Attachment.open(link, waiter, database, settings, deadline);
                attached = true;
                Listeners.attached(new DqliteListener.Attached(
                        settings.database(),
                        fresh.node().toString(),
                        Duration.ofNanos(System.nanoTime() - began),
                        again));
                return fresh;
            } catch (ClientException e) {
                cluster.notLeader(link.node());
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

    private Link connect(long until, String refused) throws SQLException {
        CompletableFuture<Link> connecting =
                cluster.connectToLeader(waiter.loop(), session.settings().connectTimeout());
        try {
            return waiter.await(connecting, until);
        } catch (ClientException e) {
            throw Errors.unreachable("No leader of " + cluster.nodes() + " was found in time." + refused + heard(), e);
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
