package io.github.dqlite4j.engine;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.engine.event.SessionEvents;
import io.github.dqlite4j.engine.exchange.SessionOwnership;
import io.github.dqlite4j.engine.exchange.Timeouts;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.outcome.CommitMarks;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.engine.schema.OwnState;
import io.github.dqlite4j.engine.schema.SessionPragmas;
import io.github.dqlite4j.engine.write.OpenedAt;
import io.github.dqlite4j.engine.write.WriteTurn;
import io.github.dqlite4j.settings.CommitVerification;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.settings.TransactionMode;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The state of a session and its changes: the connection to the leader, the transaction, the turn to write, the result under way. Used by
 * the owner of the session, unless a method says otherwise.
 */
final class SessionCore {
    /** After such a pause a lost connection may wait in the event loop to be noticed. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Settings settings;
    private final SessionEvents events;
    private final NanoClock clock;
    private final Timeouts timeouts;
    private final Topology topology;
    private final SharedDatabase database;
    private final FutureAwaiter awaiter;
    private final SessionOwnership ownership;
    private final LeaderConnector connector;
    private final TransactionState transaction;
    private final SessionPragmas pragmas = new SessionPragmas();
    private final OwnState ownState = new OwnState();
    private final OpenResult openResult = new OpenResult(this);
    private final Executions executions;
    private final OpenedAt opened;
    private final WriteTurn turn;
    private final TurnToWrite turnToWrite = new TurnToWrite(this);
    private final CommitMarks marks;
    private @Nullable NodeSession nodeSession;
    private @Nullable NodeResults results;
    private long lastUsed;
    private volatile @Nullable NodeAddress node;

    /** @param whenEnded user code that is called once the session has ended */
    SessionCore(Settings settings, SessionEvents events, NanoClock clock, Runnable whenEnded) {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.topology = Topology.of(settings.endpoints());
        this.database = SharedDatabase.of(topology.nodes(), settings.database());
        this.timeouts = new Timeouts(settings, clock);
        this.transaction = new TransactionState(
                settings.flag(DqliteProperty.TRANSACTION_REPLAY),
                settings.transactionMode() == TransactionMode.UPGRADE);
        this.awaiter = new FutureAwaiter(clock);
        this.ownership = new SessionOwnership(awaiter.loop(), () -> end(whenEnded));
        this.executions = new Executions(ownership, transaction, this::wake);
        this.connector = new LeaderConnector(settings, topology, database, awaiter, clock, executions);
        this.opened = OpenedAt.here(settings.flag(DqliteProperty.LOG_UNCLOSED_CONNECTIONS));
        this.turn = new WriteTurn(database.writers());
        this.marks = new CommitMarks(
                settings.commitVerification() != CommitVerification.OFF,
                database.marks(),
                pragmas,
                clock,
                database.schema()::changed);
    }

    Settings settings() {
        return settings;
    }

    SessionEvents events() {
        return events;
    }

    NanoClock clock() {
        return clock;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    SharedDatabase database() {
        return database;
    }

    SessionOwnership ownership() {
        return ownership;
    }

    Executions executions() {
        return executions;
    }

    OpenedAt opened() {
        return opened;
    }

    WriteTurn turn() {
        return turn;
    }

    TurnToWrite turnToWrite() {
        return turnToWrite;
    }

    CommitMarks marks() {
        return marks;
    }

    TransactionState transaction() {
        return transaction;
    }

    OpenResult openResult() {
        return openResult;
    }

    /** The node of the connection, or of the last one. Any thread may ask. */
    @Nullable
    NodeAddress node() {
        return node;
    }

    /** This node is the one that did not answer, although others were asked since. */
    void lostAt(@Nullable NodeAddress lost) {
        node = lost;
    }

    void checkOpen() throws EngineException {
        if (ownership.isClosed()) {
            throw EngineException.ConnectionFailed.closed();
        }
    }

    /** Makes the owner look whether it has to stop, wherever it waits. Any thread. */
    void wake() {
        database.writers().wake();
        awaiter.loop().wakeup();
    }

    /** Waits for that long, unless the thread is interrupted or the execution stopped. */
    void pauseNanos(long nanos) {
        awaiter.pauseUnlessInterrupted(nanos, executions::isStopped);
    }

    /**
     * The open connection; a new one if the last was lost between two transactions.
     *
     * @throws TransportException if it was lost inside a transaction
     */
    NodeSession attached(long until) throws EngineException, TransportException {
        NodeSession current = nodeSession;
        if (current != null && clock.nanoTime() - lastUsed > IDLE_NANOS) {
            awaiter.loop().runNow();
        }
        if (current != null && current.isOpen()) {
            if (!transaction.isOpen()) {
                connector.refreshMembers(current, until);
            }
            return current;
        }
        if (transaction.isOpen()) {
            throw current == null
                    ? new TransportException.Disconnected("the connection was closed", false, null)
                    : current.connection().closedBefore();
        }
        detach();
        return attach(until);
    }

    NodeSession attach(long until) throws EngineException {
        checkOpen();
        if (ownState.exists()) {
            close();
            throw EngineException.ConnectionFailed.closed(
                    "The node was lost, and with it this connection's TEMP tables or a PRAGMA that the driver does not know");
        }
        return connect(until);
    }

    /** A new connection to the leader, whatever the session has lost with the last one. */
    NodeSession connect(long until) throws EngineException {
        boolean again = node != null;
        long began = clock.nanoTime();
        NodeSession fresh = connector.connect(pragmas, until);
        nodeSession = fresh;
        results = new NodeResults(this, fresh);
        node = fresh.node();
        SessionEvents.Attached event =
                new SessionEvents.Attached(settings.database(), fresh.node(), clock.nanoTime() - began, again);
        ownership.afterRelease(() -> events.attached(event));
        return fresh;
    }

    /** The connection to the node, open or not; null between two. */
    @Nullable
    NodeSession current() {
        return nodeSession;
    }

    /** The results of the current connection. */
    NodeResults results() {
        return Objects.requireNonNull(results);
    }

    /** Whether a new connection would lack what this session has left in the one that it has, or had. */
    boolean hasOwnState() {
        return ownState.exists();
    }

    /** Waits a moment before the leader is looked for again. */
    void pause() throws EngineException {
        connector.pause();
    }

    /** Leaves a node that is lost or no longer leads. An open transaction is lost with it. */
    void detach() {
        transaction.markRolledBack();
        leave();
    }

    /** The same, while the outcome of the open transaction is found out. */
    void leave() {
        NodeSession old = nodeSession;
        nodeSession = null;
        turn.end();
        openResult.connectionLost();
        if (old != null) {
            if (!ownership.isClosed() || !old.isOpen()) {
                topology.forgetLeader(old.node());
            }
            old.end();
            if (!ownership.isClosed()) {
                ownership.afterRelease(() -> events.lost(settings.database(), old.node()));
            }
        }
    }

    boolean isAttachedTo(NodeSession session) {
        return session == nodeSession;
    }

    /** Whether another connection could take the place of this one without a difference to the caller. */
    boolean isReplaceable(NodeSession session) {
        return isAttachedTo(session) && !transaction.isOpen() && !ownState.exists();
    }

    /** Closes a connection that cannot be used again; its node can. */
    void replace(NodeSession session) {
        nodeSession = null;
        session.end();
    }

    /** Cuts off what is under way: a request, rows that are still coming, or a new connection. */
    void cutOff() {
        connector.cutOff();
        NodeSession current = nodeSession;
        if (current != null && current.connection().isBusy()) {
            current.connection().cancel();
        }
    }

    /** Ends the way to a new connection, if there is one. */
    void stopConnecting() {
        connector.cutOff();
    }

    /** Closes the socket, and leaves the rest to the owner. */
    void closeSocket() {
        connector.cutOff();
        NodeSession current = nodeSession;
        if (current != null) {
            current.close();
        }
    }

    /** Whether the node still says that it leads. */
    boolean leads(NodeSession session, long until) throws TransportException {
        Response.Server answer = session.exchange().ask(new Request.Leader(), until);
        return topology.isLeader(session.node(), answer);
    }

    /** Sends a statement once, on an open connection. */
    StatementResult send(
            NodeSession session, SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, EngineException {
        transaction.sending(statement);
        try {
            Response response = session.execute(
                    statement, parameters, transaction.isOpen(), Math.min(until, timeouts.networkDeadline()));
            return results().accept(statement, parameters, response);
        } catch (IllegalArgumentException e) {
            throw new EngineException.Refused(
                    EngineException.Refused.Reason.UNSENDABLE_TEXT,
                    String.valueOf(e.getMessage()),
                    Outcome.NOTHING_HAPPENED,
                    e);
        } catch (EngineException.OutcomeUnknown e) {
            closeOutcomeUnknown(e);
            throw e;
        } catch (EngineException.RolledBack e) {
            if (transaction.isOpen()) {
                rollbackQuietly();
            }
            throw e;
        } finally {
            lastUsed = clock.nanoTime();
        }
    }

    void used() {
        lastUsed = clock.nanoTime();
    }

    /** Keeps track of what the server has executed. */
    void executed(SqlStatement statement) {
        boolean wasOpen = transaction.isOpen();
        if (statement.isDdl() || transaction.changedSchema() && statement.kind() == SqlKind.ROLLBACK) {
            database.schema().changed();
        }
        transaction.executed(statement);
        pragmas.executed(statement, transaction.isOpen());
        ownState.executed(statement, wasOpen, transaction.isOpen());
        if (wasOpen && !transaction.isOpen()) {
            turn.end();
        }
    }

    /** Rolls back what the server may have rolled back already. */
    void rollbackQuietly() {
        try {
            NodeSession current = nodeSession;
            if (current != null && current.connection().isBusy()) {
                detach();
            } else if (current != null && current.isOpen()) {
                current.exchange().execute("ROLLBACK", timeouts.networkDeadline());
            }
        } catch (TransportException.ServerFailure e) {
            // No transaction is active: it was rolled back already.
        } catch (TransportException e) {
            detach();
        } finally {
            if (transaction.changedSchema()) {
                database.schema().changed();
            }
            transaction.markRolledBack();
            turn.end();
        }
    }

    /** Closes the session, since the outcome of what was sent is not known and the caller must not continue as if it were known. */
    void closeOutcomeUnknown(Exception cause) {
        NodeAddress lost = node;
        if (lost != null) {
            topology.forgetLeader(lost);
        }
        close();
        ownership.afterRelease(() -> events.outcomeUnknown(settings.database(), lost, cause));
    }

    /** Closes the session. */
    void close() {
        ownership.close();
        detach();
    }

    /** The last step of a session that is closed. */
    private void end(Runnable whenEnded) {
        detach();
        marks.end();
        awaiter.loop().terminate();
        ownership.afterRelease(whenEnded);
    }
}
