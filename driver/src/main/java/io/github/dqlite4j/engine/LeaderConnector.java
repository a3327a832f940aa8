package io.github.dqlite4j.engine;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Opens the database on the node that leads, and tries again until the time is over. Used by the owner of the session. */
final class LeaderConnector {
    private static final long MIN_PAUSE_MILLIS = 25;
    private static final long MAX_PAUSE_MILLIS = 75;

    private final Settings settings;
    private final Topology topology;
    private final SharedDatabase database;
    private final FutureAwaiter awaiter;
    private final NanoClock clock;
    private final Executions executions;
    private @Nullable CompletableFuture<NodeConnection> connecting;
    private @Nullable NodeConnection opening;

    LeaderConnector(
            Settings settings,
            Topology topology,
            SharedDatabase database,
            FutureAwaiter awaiter,
            NanoClock clock,
            Executions executions) {
        this.settings = settings;
        this.topology = topology;
        this.database = database;
        this.awaiter = awaiter;
        this.clock = clock;
        this.executions = executions;
    }

    /**
     * @param pragmas sent to the new connection first
     * @param until the latest moment, by the clock
     * @throws EngineException if no leader was found in time, or none that could be used, or the execution was stopped meanwhile
     */
    NodeSession connect(List<SqlStatement> pragmas, long until) throws EngineException {
        String refused = "";
        for (; ; ) {
            NodeConnection connection = connectToLeader(until, refused);
            boolean opened = false;
            opening = connection;
            try {
                executions.check();
                long deadline = Math.min(until, clock.deadline(settings.connectTimeout()));
                NodeSession session =
                        NodeSession.open(connection, awaiter, clock, executions, database.schema(), settings, deadline);
                session.tell(pragmas, deadline);
                opened = true;
                topology.reached(connection.node());
                return session;
            } catch (TransportException e) {
                executions.check();
                topology.notUsable(connection.node(), e.getMessage());
                if (refused.isEmpty() || clock.nanoTime() < until) {
                    refused = " " + connection.node() + " could not be used: " + e.getMessage() + ".";
                }
            } finally {
                opening = null;
                if (!opened) {
                    connection.close();
                }
            }
            pause();
        }
    }

    private NodeConnection connectToLeader(long until, String refused) throws EngineException {
        executions.check();
        CompletableFuture<NodeConnection> begun = topology.connectToLeader(awaiter.loop(), settings.connectTimeout());
        connecting = begun;
        try {
            return awaiter.await(begun, until);
        } catch (TransportException e) {
            executions.check();
            String heard = topology.lastError().isEmpty() ? "" : " " + topology.lastError();
            throw EngineException.ConnectionFailed.unreachable(
                    "No leader of " + topology.nodes() + " was found in time." + refused + heard, e);
        } finally {
            // Other connections of this JVM may wait for the search that was begun here.
            begun.cancel(false);
            connecting = null;
        }
    }

    /** Ends the way to a connection, if one is under way: nothing was sent on it. Call it on the event loop. */
    void cutOff() {
        CompletableFuture<NodeConnection> begun = connecting;
        if (begun != null) {
            begun.completeExceptionally(new TransportException.Disconnected(
                    "the connection is no longer needed",
                    false,
                    TransportException.Disconnected.Reason.CANCELLED,
                    null));
        }
        NodeConnection open = opening;
        if (open != null) {
            open.cancel();
        }
    }

    /** Waits a moment for a cluster that has no leader. */
    void pause() throws EngineException {
        awaiter.pause(ThreadLocalRandom.current().nextLong(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS), executions::isStopped);
        executions.check();
    }
}
