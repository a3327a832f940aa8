package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.client.ClientException;
import io.github.dqlite4j.client.Cluster;
import io.github.dqlite4j.client.NodeAddress;
import io.github.dqlite4j.sql.DeclaredTypes;
import io.github.dqlite4j.sql.SqlKind;
import io.github.dqlite4j.sql.SqlStatement;
import io.github.dqlite4j.sql.TransactionControl;
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
 * means for the data is decided in {@link Execution}. Thread-safe: one call at a time, the calling thread drives the event
 * loop; {@link #cancel} and {@link #abort} may come at any time.
 */
final class Session {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Settings settings;
    private final Cluster cluster;
    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private final Waiter waiter = new Waiter();
    private final TransactionState transaction = new TransactionState();
    private final Streaming streaming = new Streaming(this);
    private final Attacher attacher;
    private @Nullable Attachment attachment;
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

    Session(Settings settings) throws SQLException {
        this.settings = settings;
        try {
            this.cluster = Cluster.of(settings.endpoints());
        } catch (IllegalArgumentException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
        }
        this.database = Database.of(cluster, settings.database());
        this.attacher = new Attacher(this, cluster, waiter, database);
        this.readOnly = settings.readOnly();
        this.networkTimeout = settings.socketTimeout();
        enter();
        try {
            attach(Waiter.deadline(settings.loginTimeout()));
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        } finally {
            exit();
        }
    }

    Settings settings() {
        return settings;
    }

    boolean isClosed() {
        return closed;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    boolean readOnly() {
        return readOnly;
    }

    boolean inTransaction() {
        return transaction.isOpen();
    }

    /** The node this connection is attached to, or was last. */
    @Nullable
    NodeAddress node() {
        return node;
    }

    int networkTimeout() {
        return networkTimeout;
    }

    void networkTimeout(int millis) {
        networkTimeout = millis;
    }

    private int networkMillis() {
        return networkTimeout > 0 ? networkTimeout : settings.socketTimeout();
    }

    /** The latest moment at which an answer may come that nothing but the network delays. */
    long networkDeadline() {
        return Waiter.deadline(networkMillis());
    }

    void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.closed("connection");
        }
    }

    void setReadOnly(boolean value) throws SQLException {
        checkOpen();
        if (transaction.isOpen() && value != readOnly) {
            throw Errors.usage("A transaction is open; its mode cannot be changed");
        }
        readOnly = value;
    }

    void setAutoCommit(boolean value) throws SQLException {
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
    void commit() throws SQLException {
        enter();
        try {
            checkOpen();
            if (transaction.isOpen() || transaction.isLost()) {
                execute(Boundaries.COMMIT, List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    void rollback() throws SQLException {
        enter();
        try {
            checkOpen();
            if (transaction.isOpen() || transaction.isLost()) {
                execute(Boundaries.ROLLBACK, List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    /** As it was when it was new: an open transaction is rolled back, and what is left of a result is forgotten. */
    void reset() throws SQLException {
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
    void whenClosed(Runnable listener) {
        whenClosed = listener;
    }

    /** Opens the transaction that the next statement would open, if auto-commit is off and none is open. */
    void begin() throws SQLException {
        enter();
        try {
            checkOpen();
            if (!autoCommit && !transaction.isOpen() && !transaction.isLost()) {
                makeRoom();
                run(Boundaries.begin(settings, readOnly), List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    Object execute(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws SQLException {
        return execute(statement, parameters, seconds, this);
    }

    /**
     * Executes one statement.
     *
     * @param seconds the query timeout, 0 for none but the socket's
     * @param owner whoever may {@link #cancel} it
     * @return a {@link RowStream} or a {@link Response.Result}
     */
    Object execute(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds, Object owner)
            throws SQLException {
        Execution.check(statement, parameters, readOnly);
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
            if (!autoCommit && !transaction.isOpen() && Boundaries.belongsToTransaction(sent)) {
                run(Boundaries.begin(settings, readOnly), List.of(), seconds);
            }
            if (!transaction.isOpen() && control == null && sent.returnsRows() && sent.targetTable() != null) {
                return atomically(() ->
                        streaming.whole((RowStream) run(sent, parameters, seconds), settings.queryDeadline(seconds)));
            }
            return run(sent, parameters, seconds);
        } finally {
            running = null;
            exit();
        }
    }

    private SqlStatement declared(SqlStatement statement) throws SQLException {
        if (!settings.exactTypes()) {
            return DeclaredTypes.rewrite(statement);
        }
        Errors.checkAllowed(DeclaredTypes.refusal(statement));
        return statement;
    }

    /** Frees the connection for a question of the driver's own. */
    void makeRoom() throws SQLException {
        streaming.makeRoom(settings.queryDeadline(0));
        streaming.ownedBy(this);
    }

    Object run(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds) throws SQLException {
        return new Execution(this, statement, parameters, seconds).run();
    }

    /** Does the work as a part of the caller's transaction, or else in one of its own, see {@link OwnTransaction}. */
    <T> T atomically(OwnTransaction.Work<T> work) throws SQLException {
        enter();
        try {
            checkOpen();
            makeRoom();
            boolean joins = !autoCommit || transaction.isOpen() || transaction.isLost();
            return joins ? work.run() : new OwnTransaction(this).run(work);
        } finally {
            exit();
        }
    }

    // What follows is used by Execution, on the thread that has entered.

    TransactionState transaction() {
        return transaction;
    }

    Database database() {
        return database;
    }

    boolean hasTurn() {
        return hasTurn;
    }

    void gotTurn() {
        hasTurn = true;
    }

    /** Gives the turn to write back, if this connection has it. */
    void endTurn() {
        if (hasTurn) {
            hasTurn = false;
            database.endTurn();
        }
    }

    /** One attempt, on an attachment that is open. */
    Object send(Attachment current, SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws ClientException, SQLException {
        try {
            Response answer =
                    current.send(statement, parameters, transaction.isOpen(), Math.min(until, networkDeadline()));
            if (answer instanceof Response.Rows rows) {
                RowStream stream = new RowStream(streaming, current, statement, rows);
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
    void executed(SqlStatement statement) {
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
    void rollbackQuietly() {
        try {
            Attachment current = attachment;
            if (current != null && current.link().isBusy()) {
                detach();
            } else if (current != null && current.isOpen()) {
                current.script("ROLLBACK", networkDeadline());
            }
        } catch (ClientException.Server e) {
            // No transaction is active: it was rolled back already.
        } catch (ClientException e) {
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
    Attachment attached(long until) throws SQLException, ClientException {
        Attachment current = attachment;
        if (current != null && System.nanoTime() - lastUsed > IDLE_NANOS) {
            waiter.loop().runNow();
        }
        if (current != null && current.isOpen()) {
            return current;
        }
        if (transaction.isOpen()) {
            throw new ClientException.Link("the connection was closed", false, null);
        }
        detach();
        return attach(until);
    }

    private Attachment attach(long until) throws SQLException {
        checkOpen();
        if (sessionState) {
            close();
            throw new SQLNonTransientConnectionException(
                    "The node was lost, and with it this connection's TEMP tables or changed PRAGMAs", "08003");
        }
        boolean again = node != null;
        Attachment fresh = attacher.attach(until, again);
        attachment = fresh;
        node = fresh.node();
        return fresh;
    }

    void pause() throws SQLException {
        attacher.pause();
    }

    /** Leaves a node that is lost or does not lead any more; an open transaction is lost with it. */
    void detach() {
        Attachment old = attachment;
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

    boolean isAttachedTo(Attachment current) {
        return current == attachment;
    }

    /** Whether another connection could take the place of this one without anybody's noticing. */
    boolean isReplaceable(Attachment current) {
        return isAttachedTo(current) && !transaction.isOpen() && !sessionState;
    }

    /** Leaves a connection that is good for nothing more, though its node is. */
    void replace(Attachment current) {
        attachment = null;
        current.close();
    }

    /** The outcome of what was sent is not known, so this connection must not be used as if it were. */
    SQLException doubt(Throwable cause) {
        Listeners.outcomeUnknown(settings.database(), String.valueOf(node), cause);
        close();
        return Errors.unknown(cause);
    }

    // What follows may be called by any thread.

    /** Ends what this owner has under way, if anything: a server reads no interrupt while it computes, so its socket is closed. */
    void cancel(Object owner) {
        later(() -> {
            Attachment current = attachment;
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
    boolean isValid(int seconds) {
        if (closed) {
            return false;
        }
        long millis = seconds == 0 ? networkMillis() : Math.min(seconds * 1000L, networkMillis());
        long until = Waiter.deadline(millis);
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
            long search = seconds == 0 ? Math.min(until, Waiter.deadline(settings.connectTimeout())) : until;
            Attachment current = attached(search);
            Response.Server leader = waiter.await(current.link().request(new Request.Leader()), until);
            if (cluster.isLeader(current.node(), leader)) {
                return true;
            }
            detach();
            attach(search);
            return !inTransaction;
        } catch (ClientException | SQLException e) {
            detach();
            return false;
        } finally {
            exit();
        }
    }

    /** The node that the next statement goes to; attaches first if the way was lost between two transactions. */
    NodeAddress nextNode() throws SQLException {
        enter();
        try {
            checkOpen();
            long until = Waiter.deadline(settings.number(DqliteProperty.FAILOVER_TIMEOUT));
            return attached(until).node();
        } catch (ClientException e) {
            detach();
            throw Errors.rolledBack(e);
        } finally {
            exit();
        }
    }

    /** Closes the socket; an open transaction is rolled back by the server. */
    void abort() {
        closed = true;
        if (lock.tryLock()) {
            waiter.loop().enter();
            exit();
        } else {
            later(() -> {
                Attachment current = attachment;
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
    void close() {
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

    void enter() {
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

    void exit() {
        if (closed && !ended && lock.getHoldCount() == 1) {
            end();
        }
        waiter.loop().exit();
        lock.unlock();
    }
}
