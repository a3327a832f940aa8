package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.StatementChecks;
import io.github.dqlite4j.engine.check.TransactionStatements;
import io.github.dqlite4j.engine.event.SessionEvents;
import io.github.dqlite4j.engine.exchange.SessionOwnership;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.settings.TransactionMode;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NodeAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session with a cluster, as a door uses it: it follows the leader between transactions. The calling thread does all the work and waits.
 * Thread-safe: the calls of several threads run one after the other; {@link #cancel}, {@link #abort} and {@link #close} take effect also
 * while another thread waits in a call. Failures are {@link EngineException}s, which say what happened to the data.
 */
public final class Session {
    private final SessionCore core;
    private final SessionOwnership ownership;
    private final TransactionState transaction;
    private final OpenResult openResult;
    private TransactionMode mode;
    private boolean autoCommit = true;
    private boolean readOnly;
    private final Executions executions;
    private volatile Runnable whenEnded = () -> {};

    private Session(Settings settings, SessionEvents events, NanoClock clock) {
        this.core = new SessionCore(settings, events, clock, () -> whenEnded.run());
        this.ownership = core.ownership();
        this.transaction = core.transaction();
        this.openResult = core.openResult();
        this.executions = core.executions();
        this.mode = settings.transactionMode();
        readOnly(settings.readOnly());
    }

    private void readOnly(boolean value) {
        readOnly = value;
        core.marks().readOnly(value);
    }

    /**
     * Opens a session with the node that leads.
     *
     * @throws EngineException if none is reached within {@code loginTimeout}
     * @throws IllegalArgumentException if the files of TLS cannot be used
     */
    public static Session open(Settings settings, SessionEvents events, NanoClock clock) throws EngineException {
        Session session = new Session(settings, events, clock);
        session.enter();
        boolean attached = false;
        try {
            session.core.attach(clock.deadline(settings.loginTimeout()));
            attached = true;
        } finally {
            if (!attached) {
                session.core.close();
            }
            session.exit();
        }
        return session;
    }

    public Settings settings() {
        return core.settings();
    }

    public boolean isClosed() {
        return ownership.isClosed();
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

    /** Milliseconds, 0 for the default of the settings. */
    public int networkTimeout() {
        return core.timeouts().network();
    }

    public void networkTimeout(int millis) {
        core.timeouts().network(millis);
    }

    /** How many milliseconds the next statement waits for the write lock; those after it wait as long as the option says. */
    public void nextBusyTimeout(int millis) {
        core.timeouts().nextBusy(millis);
    }

    public void checkOpen() throws EngineException {
        core.checkOpen();
    }

    /** Sets what is called once this session has ended, for whatever reason; it runs after the session was given up. */
    public void whenEnded(Runnable callback) {
        whenEnded = callback;
    }

    SessionCore core() {
        return core;
    }

    /** Takes the session for several calls; pair it with {@link #exit}. Reentrant. */
    public void enter() {
        ownership.enter();
    }

    /** Gives the session up. */
    public void exit() {
        ownership.exit();
    }

    /**
     * Takes the session for one execution, perhaps of several statements; pair it with {@link #endExecution}. Reentrant.
     *
     * @param executor who may {@link #cancel} it; must not refer to the door's connection, which would then never be found unclosed
     * @throws EngineException if it was cancelled while another thread used the session
     */
    public void beginExecution(Object executor) throws EngineException {
        executions.begin(executor);
    }

    public void endExecution() {
        executions.end();
    }

    /** Runs user code as soon as the session is given up. Call it between {@link #enter} and {@link #exit}. */
    public void afterRelease(Runnable callback) {
        ownership.afterRelease(callback);
    }

    // Transactions.

    public void setReadOnly(boolean value) throws EngineException {
        enter();
        try {
            checkOpen();
            if (transaction.isOpen() && value != readOnly) {
                throw new EngineException.Refused(
                        EngineException.Refused.Reason.WRONG_STATE,
                        "A transaction is open; its mode cannot be changed");
            }
            readOnly(value);
        } finally {
            exit();
        }
    }

    /** How the next transactions begin, until {@link #reset}. */
    public void transactionMode(TransactionMode value) {
        mode = value;
    }

    /** Commits an open transaction when the value changes. */
    public void setAutoCommit(boolean value) throws EngineException {
        enter();
        try {
            checkOpen();
            if (value != autoCommit) {
                try {
                    commit();
                } finally {
                    // A transaction that could not be committed is over, unless the COMMIT was refused.
                    if (!transaction.isOpen()) {
                        autoCommit = value;
                    }
                }
            }
        } finally {
            exit();
        }
    }

    public void commit() throws EngineException {
        end(TransactionStatements.COMMIT);
    }

    public void rollback() throws EngineException {
        end(TransactionStatements.ROLLBACK);
    }

    private void end(SqlStatement statement) throws EngineException {
        enter();
        try {
            checkOpen();
            if (transaction.isLost() || transaction.isOpen() && !new TransactionEnd(core).unawaited(statement)) {
                execute(statement, List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    /** Opens the transaction that the next statement would open, if auto-commit is off and none is open. */
    public void begin() throws EngineException {
        beginExecution(this);
        try {
            checkOpen();
            if (!autoCommit && !transaction.isOpen() && !transaction.isLost()) {
                makeRoom();
                begin(0, null, List.of());
            }
        } finally {
            endExecution();
        }
    }

    /** @param next what is executed then; null for something that writes */
    private void begin(int seconds, @Nullable SqlStatement next, List<? extends @Nullable Object> parameters)
            throws EngineException {
        boolean writes = next == null || TransactionStatements.takesWriteLock(next);
        SqlStatement begin = mode.isImmediate(readOnly, writes)
                ? TransactionStatements.BEGIN_IMMEDIATE
                : TransactionStatements.BEGIN_DEFERRED;
        StatementExecution execution = new StatementExecution(core, begin, List.of(), seconds);
        execution.expectNext(next, parameters);
        execution.run();
    }

    /** Rolls back an open transaction, closes an open result, and sets everything as it was when the session was new. */
    public void reset() throws EngineException {
        enter();
        try {
            checkOpen();
            openResult.close();
            rollback();
            autoCommit = true;
            readOnly(settings().readOnly());
            mode = settings().transactionMode();
            networkTimeout(settings().socketTimeout());
            core.timeouts().resetBusy();
        } finally {
            exit();
        }
    }

    // Statements.

    /** Executes one statement that cannot be cancelled, within {@code queryTimeout}. */
    public StatementResult execute(SqlStatement statement, List<? extends @Nullable Object> parameters)
            throws EngineException {
        return execute(statement, parameters, 0);
    }

    private StatementResult execute(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws EngineException {
        return execute(statement, parameters, seconds, this);
    }

    /**
     * Executes one statement.
     *
     * @param seconds how long it may take; 0 for {@code queryTimeout}
     * @param executor as for {@link #beginExecution}
     */
    public StatementResult execute(
            SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds, Object executor)
            throws EngineException {
        StatementChecks.check(statement, parameters, readOnly);
        SqlStatement sent = StatementChecks.declared(statement, settings());
        beginExecution(executor);
        try {
            checkOpen();
            openResult.makeRoom(core.timeouts().queryDeadline(seconds));
            executions.check(sent);
            TransactionControl control = sent.transactionControl();
            if (transaction.isLost() && !replays(sent, seconds)) {
                return transaction.afterLoss(sent);
            }
            if (control != null && control.kind() == SqlKind.ROLLBACK && !transaction.isOpen()) {
                return UpdateResult.NOTHING;
            }
            if (!autoCommit && !transaction.isOpen() && TransactionStatements.needsTransaction(sent)) {
                begin(seconds, sent, parameters);
            }
            if (!transaction.isOpen() && control == null && ImplicitTransaction.isNeeded(sent, core)) {
                ImplicitTransaction own = new ImplicitTransaction(core, sent, parameters, seconds);
                return atomically(own, () -> own.whole(run(sent, parameters, seconds)));
            }
            return run(sent, parameters, seconds);
        } finally {
            core.timeouts().resetBusy();
            endExecution();
        }
    }

    /** Whether the transaction was lost without the caller's knowledge, and is open again now. */
    private boolean replays(SqlStatement next, int seconds) throws EngineException {
        return transaction.isSuspended()
                && next.kind() != SqlKind.ROLLBACK
                && new TransactionReplay(core, seconds).run();
    }

    /** Frees the connection for a statement of the driver's own. Call it as the owner. */
    void makeRoom() throws EngineException {
        openResult.makeRoom(core.timeouts().queryDeadline(0));
    }

    /** Executes a statement on a connection that is free. Call it as the owner. */
    StatementResult run(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws EngineException {
        return new StatementExecution(core, statement, parameters, seconds).run();
    }

    /** Does the work as a part of the caller's transaction, or else in an {@link ImplicitTransaction}. */
    <T> T atomically(ImplicitTransaction.Work<T> work) throws EngineException {
        return atomically(new ImplicitTransaction(core), work);
    }

    private <T> T atomically(ImplicitTransaction own, ImplicitTransaction.Work<T> work) throws EngineException {
        beginExecution(this);
        try {
            checkOpen();
            makeRoom();
            boolean joins = !autoCommit || transaction.isOpen() || transaction.isLost();
            return joins ? work.run() : own.run(work);
        } finally {
            endExecution();
        }
    }

    // The connection.

    /**
     * Asks the node with one cheap round trip; false when no leader can be reached in time, and after a transaction was lost until it is
     * rolled back. Never throws.
     *
     * @param seconds at most; with 0, a node that is gone is looked for no longer than a connection may take
     */
    public boolean isValid(int seconds) {
        return new SessionProbe(core).isValid(seconds);
    }

    /** The node that the next statement goes to; connects first if the connection was lost between two transactions. */
    public NodeAddress nextNode() throws EngineException {
        return new SessionProbe(core).nextNode();
    }

    /**
     * Ends what this executor has under way, if anything. What waits ends at once and was not sent. A server reads no interrupt while it
     * computes, so the socket of what was sent is closed. Later executions are not touched. Any thread.
     */
    public void cancel(Object executor) {
        executions.stop(executor, Executions.Stop.CANCEL, openResult, core::cutOff);
    }

    /** Ends the waits of what this executor has under way; what was sent is still answered. Any thread. */
    public void stopWaiting(Object executor) {
        executions.stop(executor, Executions.Stop.CLOSE_STATEMENT, openResult, core::stopConnecting);
    }

    /** The same for everything that is executed now. */
    public void stopWaiting() {
        executions.stop(null, Executions.Stop.CLOSE_CONNECTION, openResult, core::stopConnecting);
    }

    /** Closes the socket, also while another thread waits for an answer; an open transaction is rolled back by the server. */
    public void abort() {
        ownership.close();
        core.wake();
        ownership.execute(core::closeSocket);
        ownership.endUnlessEntered();
    }

    /** Closes the session; ends what waits in another thread, and waits for the answer to what was sent. */
    public void close() {
        ownership.close();
        core.wake();
        ownership.execute(core::stopConnecting);
        enter();
        exit();
    }

    /**
     * Ends the session, with a warning, once the given object is unreachable.
     *
     * @param connection what callers use the session through; the session and its callbacks must not refer to it
     * @return to be run when the session was closed
     */
    public Runnable closeWhenUnreachable(Object connection) {
        return UnclosedSessions.watch(connection, core);
    }
}
