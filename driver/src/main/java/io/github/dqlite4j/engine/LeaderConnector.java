package io.github.dqlite4j.engine;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.engine.exchange.Opening;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.schema.SchemaQuestion;
import io.github.dqlite4j.engine.schema.SessionPragmas;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
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
    private @Nullable NodeConnection attached;

    /** What was sent last to a connection that may become the session's, before it is known to lead to the leader. */
    private @Nullable Sent sent;

    private record Sent(Opening opening, SchemaQuestion question) {}

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
        awaiter.whenLate(Topology.lateMillis(), this::watch);
    }

    /**
     * @param pragmas set on the new connection
     * @param until the latest moment, by the clock
     * @throws EngineException if no leader was found in time, or none that could be used, or the execution was stopped meanwhile
     */
    NodeSession connect(SessionPragmas pragmas, long until) throws EngineException {
        String refused = "";
        for (; ; ) {
            NodeConnection connection = connectToLeader(until, refused);
            boolean opened = false;
            opening = connection;
            try {
                executions.check();
                long deadline = Math.min(until, clock.deadline(settings.connectTimeout()));
                NodeSession session = open(connection, deadline);
                pragmas.sendTo(session.exchange(), deadline);
                opened = true;
                attached = connection;
                topology.reached(connection.node());
                refreshMembers(session, deadline);
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

    private NodeSession open(NodeConnection connection, long until) throws TransportException {
        Sent first = sent;
        sent = null;
        if (first == null || first.opening().connection() != connection) {
            SchemaQuestion question = SchemaQuestion.of(database.schema());
            first = new Sent(
                    Opening.sendOneByOne(connection, settings.database(), question.sql(), awaiter, until), question);
        }
        return NodeSession.open(
                first.opening(), first.question(), awaiter, clock, executions, database.schema(), settings, until);
    }

    /** Opens the database without waiting for the node to say that it leads: another node refuses what comes after that. */
    private void openAhead(NodeConnection connection) {
        SchemaQuestion question = SchemaQuestion.of(database.schema());
        sent = new Sent(Opening.send(connection, settings.database(), question.sql()), question);
    }

    private NodeConnection connectToLeader(long until, String refused) throws EngineException {
        executions.check();
        CompletableFuture<NodeConnection> begun = topology.connectToLeader(
                awaiter.loop(),
                settings.connectTimeout(),
                settings.flag(DqliteProperty.PIPELINE) ? this::openAhead : any -> {});
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

    /** An answer is late. */
    private Runnable watch() {
        NodeConnection current = attached;
        return current == null || !current.isOpen() || executions.isPatient()
                ? () -> {}
                : topology.watch(awaiter.loop(), current, settings.connectTimeout());
    }

    /** Asks for the members of the cluster if that is due for this JVM. The answer is not waited for if other requests may be sent meanwhile. */
    void refreshMembers(NodeSession session, long until) throws TransportException {
        NodeConnection connection = session.connection();
        if (connection.isBusy() || !topology.membersAreDue(settings.number(DqliteProperty.TOPOLOGY_REFRESH))) {
            return;
        }
        if (!settings.flag(DqliteProperty.PIPELINE)) {
            topology.membersNamed(connection.node(), session.exchange().ask(new Request.Cluster(), until));
            return;
        }
        connection.append(new Request.Cluster(), true).whenComplete((answer, error) -> {
            if (answer instanceof Response.Servers members) {
                topology.membersNamed(connection.node(), members);
            }
        });
        connection.flush();
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
