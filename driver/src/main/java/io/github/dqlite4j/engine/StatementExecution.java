package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.DqliteListener;
import io.github.dqlite4j.jdbc.Listeners;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import io.github.dqlite4j.wire.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One statement on its way: it is sent until it is answered, as long as it is certain that it was not executed before, and what
 * an error means for the data is decided here. Used once, by the thread that has entered the session.
 */
final class StatementExecution {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    /** Below this nobody was waited for. */
    private static final long NOTEWORTHY_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    /** A statement that ends its node would end the next one too: it is not sent for ever. */
    private static final int MOST_UNANSWERED = 1;

    private final Session session;
    private final TransactionState transaction;
    private final SqlStatement statement;
    private final List<? extends @Nullable Object> parameters;
    private final boolean wasInTransaction;
    private final boolean commits;
    private final boolean harmless;
    private final long began;
    private final long queryUntil;
    private int attempts;
    private @Nullable Delays delays;

    /** What most statements do without. Times in nanoseconds. */
    private static final class Delays {
        private int unanswered;
        private long waited;
        private long searched;
        private long pause = FIRST_PAUSE_NANOS;
    }

    StatementExecution(
            Session session, SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds) {
        this.session = session;
        this.transaction = session.transaction();
        this.statement = statement;
        this.parameters = parameters;
        this.wasInTransaction = transaction.isOpen();
        this.commits = transaction.isCommit(statement);
        this.harmless =
                statement.readOnly() || statement.kind() == SqlKind.BEGIN || statement.kind() == SqlKind.SAVEPOINT;
        this.began = System.nanoTime();
        this.queryUntil = began
                + (seconds > 0
                        ? TimeUnit.SECONDS.toNanos(seconds)
                        : TimeUnit.MILLISECONDS.toNanos(session.settings().number(DqliteProperty.QUERY_TIMEOUT)));
    }

    /** Whether the statement may be sent, as far as that can be told here. */
    static void check(SqlStatement statement, List<? extends @Nullable Object> parameters, boolean readOnly)
            throws SQLException {
        SqlExceptions.checkAllowed(statement);
        if (parameters.size() != statement.parameterCount()) {
            throw new SQLException(
                    "The statement has " + statement.parameterCount() + " parameters and " + parameters.size()
                            + " are given",
                    "07001");
        }
        if (readOnly && !statement.readOnly() && statement.transactionControl() == null) {
            throw new SQLException("The connection is read-only", "25006");
        }
    }

    private Delays delays() {
        Delays known = delays;
        if (known == null) {
            known = new Delays();
            delays = known;
        }
        return known;
    }

    private void waited(long since) {
        long waited = System.nanoTime() - since;
        if (delays != null || waited > NOTEWORTHY_NANOS) {
            delays().waited += waited;
        }
    }

    private void searched(long since) {
        long searched = System.nanoTime() - since;
        if (delays != null || searched > NOTEWORTHY_NANOS) {
            delays().searched += searched;
        }
    }

    /** @return a {@link ResultStream} or a {@link Response.Result} */
    Object run() throws SQLException {
        if (!Listeners.wantStatements()) {
            return untilAnswered();
        }
        SQLException error = null;
        try {
            return untilAnswered();
        } catch (SQLException e) {
            error = e;
            throw e;
        } finally {
            Listeners.executed(
                    new DqliteListener.Executed(
                            session.settings().database(),
                            session.node() == null ? null : String.valueOf(session.node()),
                            statement.text(),
                            Duration.ofNanos(System.nanoTime() - began),
                            Duration.ofNanos(delays == null ? 0 : delays.waited),
                            attempts,
                            error),
                    session.settings().flag(DqliteProperty.LOG_PARAMETERS) ? parameters : List.of());
        }
    }

    private Object untilAnswered() throws SQLException {
        try {
            for (; ; ) {
                NodeSession current = null;
                try {
                    current = attached();
                    takeTurn(current);
                    attempts++;
                    Object answer = session.send(current, statement, parameters, queryUntil);
                    session.executed(statement);
                    return answer;
                } catch (TransportException.ServerFailure e) {
                    if (refused(e, current)) {
                        return new Response.Result(0, 0);
                    }
                } catch (TransportException.Disconnected e) {
                    if (lost(e, current)) {
                        return new Response.Result(0, 0);
                    }
                } catch (TransportException e) {
                    throw SqlExceptions.unreachable(String.valueOf(e.getMessage()), e);
                }
            }
        } finally {
            if (!transaction.isOpen()) {
                session.endTurn();
            }
        }
    }

    /** Before the turn is taken, so that nobody has it while no leader is there. */
    private NodeSession attached() throws SQLException, TransportException {
        long before = System.nanoTime();
        try {
            return session.attached(until(DqliteProperty.FAILOVER_TIMEOUT));
        } finally {
            searched(before);
        }
    }

    /** Writers of this JVM queue, see {@link SharedDatabase}. A transaction that began as deferred is not among them. */
    private void takeTurn(NodeSession current) throws SQLException {
        if (wasInTransaction || session.hasTurn() || !takesWriteLock()) {
            return;
        }
        long before = System.nanoTime();
        try {
            if (session.database()
                    .awaitTurn(busyUntil(), session::isClosed, () -> current.handover(statement, parameters))) {
                session.gotTurn();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SqlExceptions.busy("The thread was interrupted while another connection held the write lock", e);
        } finally {
            waited(before);
        }
        session.checkOpen();
        throw tooLate()
                ? SqlExceptions.timeout("The query timeout ended while another connection held the write lock", null)
                : SqlExceptions.busy(
                        "Another connection of this JVM held the write lock for longer than busyTimeout", null);
    }

    private boolean takesWriteLock() {
        TransactionControl control = statement.transactionControl();
        if (control != null) {
            return control.mode() != null && control.mode() != TransactionControl.Mode.DEFERRED;
        }
        return !statement.readOnly() && statement.kind() != SqlKind.PRAGMA;
    }

    /** When this timeout, or the query timeout if that is sooner, is over. */
    private long until(DqliteProperty timeout) {
        return Math.min(
                queryUntil,
                began + TimeUnit.MILLISECONDS.toNanos(session.settings().number(timeout)));
    }

    /** Waiting for a leader is not waiting for other writers, and takes longer. */
    private long busyUntil() {
        return Math.min(queryUntil, until(DqliteProperty.BUSY_TIMEOUT) + (delays == null ? 0 : delays.searched));
    }

    private boolean tooLate() {
        return System.nanoTime() >= queryUntil;
    }

    /** The server answered FAILURE. Returns whether that did what was asked for; if not, the statement is to be sent again. */
    private boolean refused(TransportException.ServerFailure e, @Nullable NodeSession current) throws SQLException {
        if (SqlExceptions.notLeader(e)) {
            return movedOn(e);
        }
        if (SqlExceptions.leadershipLost(e)) {
            if (mayHaveHappened(current)) {
                throw session.doubt(e);
            }
            return movedOn(e);
        }
        if (e.code() == SqlExceptions.BUSY_SNAPSHOT && wasInTransaction) {
            session.rollbackQuietly();
            throw SqlExceptions.snapshot(e);
        }
        if (SqlExceptions.primary(e.code()) == SqlExceptions.BUSY) {
            // What is sent at the last moment has no time to be answered, and the caller would be left in doubt.
            if (System.nanoTime() + 3 * delays().pause > queryUntil) {
                throw SqlExceptions.timeout("The query timeout ended while the database was locked", e);
            }
            if (System.nanoTime() < busyUntil()) {
                backOff(e);
                return false;
            }
        }
        if (wasInTransaction && SqlExceptions.noTransaction(e)) {
            session.rollbackQuietly();
            return rolledBack(e);
        }
        if (wasInTransaction
                && (SqlExceptions.endsTransaction(e) || statement.orRollback() || endedByConflict(e, current))) {
            session.rollbackQuietly();
        }
        throw SqlExceptions.of(e);
    }

    /** ON CONFLICT ROLLBACK of a table and RAISE(ROLLBACK) of a trigger end the transaction, and the answer does not say so. */
    private boolean endedByConflict(TransportException.ServerFailure e, @Nullable NodeSession current) {
        if (current == null || SqlExceptions.primary(e.code()) != SqlExceptions.CONSTRAINT) {
            return false;
        }
        try {
            return !current.hasTransaction(session.networkDeadline());
        } catch (TransportException lost) {
            return true;
        }
    }

    private void backOff(TransportException.ServerFailure e) throws SQLException {
        long before = System.nanoTime();
        long pause = delays().pause;
        LockSupport.parkNanos(pause + ThreadLocalRandom.current().nextLong(pause));
        waited(before);
        delays().pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        session.checkOpen();
        if (Thread.currentThread().isInterrupted()) {
            throw SqlExceptions.of(e);
        }
    }

    /** The node does not lead any more, and what was sent was not executed. */
    private boolean movedOn(TransportException e) throws SQLException {
        session.detach();
        if (wasInTransaction) {
            return rolledBack(e);
        }
        untilTooLate(e);
        return false;
    }

    /** The transaction is gone, which is what a ROLLBACK wants. To the caller a COMMIT ends it too, whatever the answer. */
    private boolean rolledBack(TransportException e) throws SQLException {
        boolean ends = commits || statement.kind() == SqlKind.ROLLBACK;
        if (ends) {
            transaction.end();
        }
        if (statement.kind() == SqlKind.ROLLBACK) {
            return true;
        }
        throw SqlExceptions.rolledBack(e);
    }

    /** The connection is gone. Returns whether that did what was asked for; if not, the statement is to be sent again. */
    private boolean lost(TransportException.Disconnected e, @Nullable NodeSession current) throws SQLException {
        boolean stopped = e.reason() == Reason.CANCELLED || e.reason() == Reason.TIMEOUT && tooLate();
        if (e.sent() && mayHaveHappened(current)) {
            throw session.doubt(e);
        }
        session.detach();
        session.checkOpen();
        if (statement.kind() != SqlKind.ROLLBACK) {
            if (stopped) {
                throw SqlExceptions.stopped(e, wasInTransaction);
            }
            if (e.reason() == Reason.VIOLATION) {
                throw SqlExceptions.violation(e, wasInTransaction);
            }
            if (!wasInTransaction && hasExecuted(e, current) && ++delays().unanswered > MOST_UNANSWERED) {
                throw SqlExceptions.lost(e);
            }
        }
        return movedOn(e);
    }

    private static boolean hasExecuted(TransportException.Disconnected e, @Nullable NodeSession current) {
        return e.sent() && current != null && current.mayHaveExecuted();
    }

    private boolean mayHaveHappened(@Nullable NodeSession current) {
        return current != null && current.mayHaveExecuted() && (commits || !wasInTransaction && !harmless);
    }

    private void untilTooLate(TransportException e) throws SQLException {
        if (tooLate()) {
            throw SqlExceptions.timeout("The query timeout ended while the leader of the cluster changed", e);
        }
        if (System.nanoTime() > until(DqliteProperty.FAILOVER_TIMEOUT)) {
            throw SqlExceptions.lost(e);
        }
        if (attempts > 1) {
            long before = System.nanoTime();
            session.pause();
            searched(before);
        }
    }
}
