package io.github.dqlite4j.engine;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.engine.result.OpenResult;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.DqliteListener;
import io.github.dqlite4j.jdbc.Listeners;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.guard.DeclaredTypesGuard;
import io.github.dqlite4j.sql.rewrite.DeclaredTypes;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one JDBC connection says to the cluster: it holds the attachment to the leader and the transaction. What an error
 * means for the data is decided in {@link StatementExecution}. Thread-safe: one call at a time, the calling thread drives the event
 * loop; {@link #cancel} and {@link #abort} may come at any time.
 */
public final class Session {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Settings settings;
    private final Topology cluster;
    private final SharedDatabase database;
    private final ReentrantLock lock = new ReentrantLock();
    private final FutureAwaiter waiter = new FutureAwaiter();
    private final TransactionState transaction = new TransactionState();
    private final OpenResult streaming = new OpenResult(this);
    private final LeaderConnector attacher;
    private @Nullable NodeSession attachment;
    private boolean autoCommit = true;
    private boolean readOnly;
    private boolean hasTurn;
    private boolean sessionState;
    private boolean ended;
    private Runnable whenClosed = () -> {};
    private long lastUsed;
    private volatile @Nullable Object running;
    private volatile boolean closed;
    private volatile int networkTimeout;
    private volatile @Nullable NodeAddress node;

    public Session(Settings settings) throws SQLException {
        this.settings = settings;
        try {
            this.cluster = Topology.of(settings.endpoints());
        } catch (IllegalArgumentException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
        }
        this.database = SharedDatabase.of(cluster, settings.database());
        this.attacher = new LeaderConnector(this, cluster, waiter, database);
        this.readOnly = settings.readOnly();
        this.networkTimeout = settings.socketTimeout();
        enter();
        try {
            attach(FutureAwaiter.deadline(settings.loginTimeout()));
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        } finally {
            exit();
        }
    }

    public Settings settings() {
        return settings;
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean autoCommit() {
        return autoCommit;
    }

    public boolean readOnly() {
        return readOnly;
    }

    public boolean inTransaction() {
        return transaction.isOpen();
    }

    /** The node this connection is attached to, or was last. */
    public @Nullable NodeAddress node() {
        return node;
    }

    public int networkTimeout() {
        return networkTimeout;
    }

    public void networkTimeout(int millis) {
        networkTimeout = millis;
    }

    private int networkMillis() {
        return networkTimeout > 0 ? networkTimeout : settings.socketTimeout();
    }

    /** The latest moment at which an answer may come that nothing but the network delays. */
    public long networkDeadline() {
        return FutureAwaiter.deadline(networkMillis());
    }

    public void checkOpen() throws SQLException {
        if (closed) {
            throw SqlExceptions.closed("connection");
        }
    }

    public void setReadOnly(boolean value) throws SQLException {
        checkOpen();
        if (transaction.isOpen() && value != readOnly) {
            throw SqlExceptions.usage("A transaction is open; its mode cannot be changed");
        }
        readOnly = value;
    }

    public void setAutoCommit(boolean value) throws SQLException {
        enter();
        try {
            checkOpen();
            if (value != autoCommit) {
                try {
                    commit();
                } finally {
                    // What could not be committed is over, unless it was refused: then it is open still.
                    if (!transaction.isOpen()) {
                        autoCommit = value;
                    }
                }
            }
        } finally {
            exit();
        }
    }

    /** @throws SQLException 40001 if the transaction was lost, 08007 if it is not known whether it was committed */
    public void commit() throws SQLException {
        enter();
        try {
            checkOpen();
            if (transaction.isOpen() || transaction.isLost()) {
                execute(TransactionStatements.COMMIT, List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    public void rollback() throws SQLException {
        enter();
        try {
            checkOpen();
            if (transaction.isOpen() || transaction.isLost()) {
                execute(TransactionStatements.ROLLBACK, List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    /** As it was when it was new: an open transaction is rolled back, and what is left of a result is forgotten. */
    public void reset() throws SQLException {
        enter();
        try {
            checkOpen();
            streaming.end();
            rollback();
            autoCommit = true;
            readOnly = settings.readOnly();
            networkTimeout = settings.socketTimeout();
        } finally {
            exit();
        }
    }

    /** Who wants to know when this session has ended, by itself or not. */
    public void whenClosed(Runnable listener) {
        whenClosed = listener;
    }

    /** Opens the transaction that the next statement would open, if auto-commit is off and none is open. */
    public void begin() throws SQLException {
        enter();
        try {
            checkOpen();
            if (!autoCommit && !transaction.isOpen() && !transaction.isLost()) {
                makeRoom();
                run(TransactionStatements.begin(settings, readOnly), List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    public Object execute(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws SQLException {
        return execute(statement, parameters, seconds, this);
    }

    /**
     * Executes one statement.
     *
     * @param seconds the query timeout, 0 for none but the socket's
     * @param owner whoever may {@link #cancel} it
     * @return a {@link ResultStream} or a {@link Response.Result}
     */
    public Object execute(
            SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds, Object owner)
            throws SQLException {
        StatementExecution.check(statement, parameters, readOnly);
        SqlStatement sent = statement.isDdl() ? declared(statement) : statement;
        enter();
        try {
            checkOpen();
            running = owner;
            streaming.makeRoom(settings.queryDeadline(seconds));
            streaming.ownedBy(owner);
            TransactionControl control = sent.transactionControl();
            if (transaction.isLost()) {
                return transaction.afterLoss(sent);
            }
            if (control != null && control.kind() == SqlKind.ROLLBACK && !transaction.isOpen()) {
                return new Response.Result(0, 0);
            }
            if (!autoCommit && !transaction.isOpen() && TransactionStatements.belongsToTransaction(sent)) {
                run(TransactionStatements.begin(settings, readOnly), List.of(), seconds);
            }
            if (!transaction.isOpen() && control == null && sent.returnsRows() && sent.targetTable() != null) {
                return atomically(() -> streaming.whole(
                        (ResultStream) run(sent, parameters, seconds), settings.queryDeadline(seconds)));
            }
            return run(sent, parameters, seconds);
        } finally {
            running = null;
            exit();
        }
    }

    private SqlStatement declared(SqlStatement statement) throws SQLException {
        if (!settings.exactTypes()) {
            return DeclaredTypes.rewrite(statement).map(SqlParser::parseOne).orElse(statement);
        }
        SqlExceptions.checkAllowed(DeclaredTypesGuard.check(statement));
        return statement;
    }

    /** Frees the connection for a question of the driver's own. */
    public void makeRoom() throws SQLException {
        streaming.makeRoom(settings.queryDeadline(0));
        streaming.ownedBy(this);
    }

    public Object run(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws SQLException {
        return new StatementExecution(this, statement, parameters, seconds).run();
    }

    /** Does the work as a part of the caller's transaction, or else in one of its own, see {@link ImplicitTransaction}. */
    public <T> T atomically(ImplicitTransaction.Work<T> work) throws SQLException {
        enter();
        try {
            checkOpen();
            makeRoom();
            boolean joins = !autoCommit || transaction.isOpen() || transaction.isLost();
            return joins ? work.run() : new ImplicitTransaction(this).run(work);
        } finally {
            exit();
        }
    }

    // What follows is used by StatementExecution, on the thread that has entered.

    public TransactionState transaction() {
        return transaction;
    }

    public SharedDatabase database() {
        return database;
    }

    public boolean hasTurn() {
        return hasTurn;
    }

    public void gotTurn() {
        hasTurn = true;
    }

    /** Gives the turn to write back, if this connection has it. */
    public void endTurn() {
        if (hasTurn) {
            hasTurn = false;
            database.endTurn();
        }
    }

    /** One attempt, on an attachment that is open. */
    public Object send(
            NodeSession current, SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, SQLException {
        try {
            Response answer =
                    current.send(statement, parameters, transaction.isOpen(), Math.min(until, networkDeadline()));
            if (answer instanceof Response.Rows rows) {
                ResultStream stream = new ResultStream(streaming, current, statement, rows);
                streaming.began(stream);
                return stream;
            }
            return answer;
        } catch (IllegalArgumentException e) {
            throw new SQLDataException(e.getMessage(), "22021", e);
        } finally {
            lastUsed = System.nanoTime();
        }
    }

    /** Keeps track of what the server has executed. */
    public void executed(SqlStatement statement) {
        sessionState |= statement.changesSession();
        boolean ends = transaction.isOpen();
        if (statement.isDdl() || transaction.changedSchema() && statement.kind() == SqlKind.ROLLBACK) {
            database.schemaChanged();
        }
        transaction.executed(statement);
        ends &= !transaction.isOpen();
        if (ends) {
            endTurn();
        }
    }

    /** Rolls back what the server may have rolled back already. */
    public void rollbackQuietly() {
        try {
            NodeSession current = attachment;
            if (current != null && current.link().isBusy()) {
                detach();
            } else if (current != null && current.isOpen()) {
                current.script("ROLLBACK", networkDeadline());
            }
        } catch (TransportException.ServerFailure e) {
            // No transaction is active: it was rolled back already.
        } catch (TransportException e) {
            detach();
        } finally {
            if (transaction.changedSchema()) {
                database.schemaChanged();
            }
            transaction.lose();
            endTurn();
        }
    }

    /** The open attachment; a new one if the last was lost between two transactions. */
    public NodeSession attached(long until) throws SQLException, TransportException {
        NodeSession current = attachment;
        if (current != null && System.nanoTime() - lastUsed > IDLE_NANOS) {
            waiter.loop().runNow();
        }
        if (current != null && current.isOpen()) {
            return current;
        }
        if (transaction.isOpen()) {
            throw new TransportException.Disconnected("the connection was closed", false, null);
        }
        detach();
        return attach(until);
    }

    private NodeSession attach(long until) throws SQLException {
        checkOpen();
        if (sessionState) {
            close();
            throw new SQLNonTransientConnectionException(
                    "The node was lost, and with it this connection's TEMP tables or changed PRAGMAs", "08003");
        }
        boolean again = node != null;
        NodeSession fresh = attacher.attach(until, again);
        attachment = fresh;
        node = fresh.node();
        return fresh;
    }

    public void pause() throws SQLException {
        attacher.pause();
    }

    /** Leaves a node that is lost or does not lead any more; an open transaction is lost with it. */
    public void detach() {
        NodeSession old = attachment;
        attachment = null;
        transaction.lose();
        endTurn();
        streaming.broken();
        if (old != null) {
            cluster.notLeader(old.node());
            old.close();
            if (!closed) {
                Listeners.lost(
                        new DqliteListener.Lost(settings.database(), old.node().toString()));
            }
        }
    }

    public boolean isAttachedTo(NodeSession current) {
        return current == attachment;
    }

    /** Whether another connection could take the place of this one without anybody's noticing. */
    public boolean isReplaceable(NodeSession current) {
        return isAttachedTo(current) && !transaction.isOpen() && !sessionState;
    }

    /** Leaves a connection that is good for nothing more, though its node is. */
    public void replace(NodeSession current) {
        attachment = null;
        current.close();
    }

    /** The outcome of what was sent is not known, so this connection must not be used as if it were. */
    public SQLException doubt(Throwable cause) {
        Listeners.outcomeUnknown(settings.database(), String.valueOf(node), cause);
        close();
        return SqlExceptions.unknown(cause);
    }

    // What follows may be called by any thread.

    /** Ends what this owner has under way, if anything: a server reads no interrupt while it computes, so its socket is closed. */
    public void cancel(Object owner) {
        later(() -> {
            NodeSession current = attachment;
            if (current != null && (running == owner || streaming.isOwnedBy(owner))) {
                current.link().cancel();
            }
        });
    }

    /**
     * One cheap round trip; false when no leader can be reached in time, and after a transaction was lost until it is rolled back.
     * Never throws.
     *
     * @param seconds at most; with 0, a node that is gone is looked for no longer than a connection may take
     */
    public boolean isValid(int seconds) {
        if (closed) {
            return false;
        }
        long millis = seconds == 0 ? networkMillis() : Math.min(seconds * 1000L, networkMillis());
        long until = FutureAwaiter.deadline(millis);
        if (!tryEnter(millis)) {
            return false;
        }
        try {
            if (transaction.isLost()) {
                return false;
            }
            boolean inTransaction = transaction.isOpen();
            if (!streaming.isFree(until)) {
                return true;
            }
            long search = seconds == 0 ? Math.min(until, FutureAwaiter.deadline(settings.connectTimeout())) : until;
            NodeSession current = attached(search);
            Response.Server leader = waiter.await(current.link().request(new Request.Leader()), until);
            if (cluster.isLeader(current.node(), leader)) {
                return true;
            }
            detach();
            attach(search);
            return !inTransaction;
        } catch (TransportException | SQLException e) {
            detach();
            return false;
        } finally {
            exit();
        }
    }

    /** The node that the next statement goes to; attaches first if the way was lost between two transactions. */
    public NodeAddress nextNode() throws SQLException {
        enter();
        try {
            checkOpen();
            long until = FutureAwaiter.deadline(settings.number(DqliteProperty.FAILOVER_TIMEOUT));
            return attached(until).node();
        } catch (TransportException e) {
            detach();
            throw SqlExceptions.rolledBack(e);
        } finally {
            exit();
        }
    }

    /** Closes the socket; an open transaction is rolled back by the server. */
    public void abort() {
        closed = true;
        if (lock.tryLock()) {
            waiter.loop().enter();
            exit();
        } else {
            later(() -> {
                NodeSession current = attachment;
                if (current != null) {
                    current.close();
                }
            });
        }
    }

    /** Runs it between two steps of whoever drives the loop, or at once. */
    private void later(Runnable step) {
        try {
            waiter.loop().execute(step);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: there is nothing to end.
        }
    }

    /** Gives back what results still hold, too. */
    public void close() {
        enter();
        try {
            closed = true;
            detach();
        } finally {
            exit();
        }
        streaming.open().release();
    }

    /** The last call of a session that is closed, or was aborted meanwhile by another thread. */
    private void end() {
        ended = true;
        detach();
        waiter.loop().terminate();
        whenClosed.run();
    }

    public void enter() {
        lock.lock();
        waiter.loop().enter();
    }

    private boolean tryEnter(long millis) {
        try {
            if (!lock.tryLock(millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        waiter.loop().enter();
        return true;
    }

    public void exit() {
        if (closed && !ended && lock.getHoldCount() == 1) {
            end();
        }
        waiter.loop().exit();
        lock.unlock();
    }
}
