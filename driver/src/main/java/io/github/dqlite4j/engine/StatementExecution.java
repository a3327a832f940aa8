package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.failure.Situation;
import io.github.dqlite4j.engine.failure.Situation.Mark;
import io.github.dqlite4j.engine.failure.Verdict;
import io.github.dqlite4j.engine.outcome.CommitMark;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.engine.write.BusyMessages;
import io.github.dqlite4j.engine.write.WriteQueue.Writer;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Executes one statement: sends it until it is answered, as long as {@link FailurePolicy} allows, and waits for locks and for a leader.
 * Used once, by the owner of the session.
 */
final class StatementExecution {
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    /** Shorter waits are not counted. */
    private static final long MIN_COUNTED_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final SessionCore core;
    private final TransactionState transaction;
    private final SqlStatement statement;
    private final List<? extends @Nullable Object> parameters;
    private final boolean inTransaction;
    private final long began;
    private final long queryUntil;
    private int attempts;
    private @Nullable Delays delays;
    private @Nullable CommitMark mark;
    private @Nullable SqlStatement next;
    private List<? extends @Nullable Object> nextParameters = List.of();

    /** What most statements do without. Times in nanoseconds. */
    private static final class Delays {
        private int unanswered;
        private long waited;
        private long searched;
        private long pause = MIN_PAUSE_NANOS;
    }

    StatementExecution(
            SessionCore core, SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds) {
        this.core = core;
        this.transaction = core.transaction();
        this.statement = statement;
        this.parameters = parameters;
        this.inTransaction = transaction.isOpen();
        this.began = core.clock().nanoTime();
        this.queryUntil = began + TimeUnit.MILLISECONDS.toNanos(core.settings().queryMillis(seconds));
    }

    private Delays delays() {
        Delays known = delays;
        if (known == null) {
            known = new Delays();
            delays = known;
        }
        return known;
    }

    /** This is a BEGIN, and that statement is executed right after it. */
    void expectNext(SqlStatement following, List<? extends @Nullable Object> values) {
        next = following;
        nextParameters = values;
    }

    StatementResult run() throws EngineException {
        if (!core.events().wantsStatements()) {
            return untilAnswered();
        }
        EngineException error = null;
        try {
            return untilAnswered();
        } catch (EngineException e) {
            error = e;
            throw e;
        } finally {
            report(error, core.clock().nanoTime() - began);
        }
    }

    /** Cleans the session up after a statement in a transaction failed on this connection, and returns the error to report. */
    EngineException failed(TransportException failure, NodeSession current) {
        try {
            settle(failure, current);
        } catch (EngineException e) {
            return e;
        }
        return EngineException.RolledBack.leaderLost(failure);
    }

    /** Notifies observers of a statement that was executed in another way, and took that many nanoseconds. */
    void report(long nanos) {
        attempts = 1;
        report(null, nanos);
    }

    private void report(@Nullable EngineException error, long nanos) {
        SessionEvents.Executed event = new SessionEvents.Executed(
                core.settings().database(),
                core.node(),
                statement.text(),
                core.settings().flag(DqliteProperty.LOG_PARAMETERS) ? new ArrayList<>(parameters) : List.of(),
                nanos,
                delays == null ? 0 : delays.waited,
                attempts,
                error);
        core.ownership().afterRelease(() -> core.events().executed(event));
    }

    private StatementResult untilAnswered() throws EngineException {
        mark = transaction.commitsWrites(statement) ? core.marks().next() : null;
        try {
            for (; ; ) {
                NodeSession current = null;
                TransportException failure;
                try {
                    current = attached();
                    takeTurn(current);
                    attempts++;
                    core.executions().patient(statement.returnsRows() && delays != null && delays.unanswered > 0);
                    if (needsMarks()) {
                        new SessionProbe(core).prepareMarks(current, statement, queryUntil);
                    }
                    if (next != null) {
                        current.expectBehindBegin(next, nextParameters);
                        // If the lock is not free, the next attempts send the BEGIN alone.
                        next = null;
                    }
                    SqlStatement sent = mark == null ? statement : mark.before(statement);
                    StatementResult result = core.send(current, sent, parameters, queryUntil);
                    core.executed(statement);
                    if (mark != null) {
                        core.marks().answered();
                    }
                    return result;
                } catch (TransportException e) {
                    failure = e;
                } catch (RuntimeException | Error e) {
                    // Such as no memory left. The answer is lost, and with it whether something was changed.
                    if (current != null
                            && !current.isOpen()
                            && situation(current).mayHaveHappened()) {
                        core.close();
                    }
                    throw e;
                }
                if (settle(failure, current)) {
                    return UpdateResult.NOTHING;
                }
            }
        } finally {
            if (!transaction.isOpen()) {
                core.turn().end();
            }
        }
    }

    private boolean needsMarks() {
        return !inTransaction
                && (statement.kind() == SqlKind.BEGIN || statement.kind() == SqlKind.SAVEPOINT)
                && core.marks().needPreparation();
    }

    /** Attaches first, so that no session holds the turn to write while there is no leader. */
    private NodeSession attached() throws EngineException, TransportException {
        long before = core.clock().nanoTime();
        try {
            return core.attached(failoverUntil());
        } finally {
            countSearch(before);
        }
    }

    /** Waits for the turn to write. A transaction that began as deferred does not queue. */
    private void takeTurn(NodeSession current) throws EngineException {
        if (inTransaction || core.turn().isHeld() || !TransactionStatements.takesWriteLock(statement)) {
            return;
        }
        long before = core.clock().nanoTime();
        try {
            if (core.database()
                    .writers()
                    .await(
                            Writer.here(core.opened()),
                            busyUntil(),
                            core.executions()::isStopped,
                            () -> needsMarks() ? null : current.queue(statement, parameters))) {
                core.turn().granted();
                if (!current.isSent()) {
                    core.executions().check();
                }
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Busy(
                    "The thread was interrupted while another connection held the write lock", e);
        } finally {
            countWait(before);
        }
        core.executions().check();
        throw outOfTime()
                ? EngineException.Stopped.timeout(
                        heldHere("The query timeout ended while the write lock was not free"), null)
                : new EngineException.Busy(heldHere(notFree()), null);
    }

    private String notFree() {
        return "The write lock was not free within busyTimeout, "
                + core.timeouts().busy() + " ms";
    }

    private String heldHere(String what) {
        return BusyMessages.heldHere(
                what,
                core.database().writers().holder(),
                Writer.here(core.opened()).thread());
    }

    /**
     * Does what the failure asks for.
     *
     * @return true if the statement counts as executed, false if it is to be sent again
     */
    private boolean settle(TransportException failure, @Nullable NodeSession current) throws EngineException {
        Situation situation = situation(current);
        Verdict verdict = FailurePolicy.decide(failure, situation);
        if (verdict.next() == Verdict.Next.WAIT) {
            ServerFailure busy = (ServerFailure) failure;
            if (waitForLock(busy)) {
                return false;
            }
            verdict = FailurePolicy.refused(busy, situation);
            if (verdict == Verdict.SERVER_ERROR) {
                throw new EngineException.Busy(BusyMessages.heldElsewhere(notFree(), busy), busy);
            }
        }
        if (verdict.next() == Verdict.Next.ASK && mark != null) {
            verdict = FailurePolicy.answered(new SessionProbe(core).outcome(mark, statement));
        }
        boolean rolledBack = cleanUp(verdict, failure, current);
        switch (verdict.next()) {
            case COMMIT_ALONE -> {
                core.marks().refused(failure);
                mark = null;
                return false;
            }
            case RETRY -> {
                prepareRetry(failure, situation);
                return false;
            }
            case SUCCEED -> {
                transaction.clear();
                return true;
            }
            default -> {
                if (situation.commits() && verdict.isRolledBack()) {
                    // For the caller, a COMMIT ends the transaction with every answer.
                    transaction.clear();
                }
                throw FailurePolicy.report(verdict, failure, inTransaction, rolledBack);
            }
        }
    }

    private Situation situation(@Nullable NodeSession current) {
        return Situation.of(statement, inTransaction, inTransaction && transaction.isCommit(statement))
                .after(current != null && current.statementSent(), outOfTime(), delays == null ? 0 : delays.unanswered)
                .marked(Mark.of(mark != null, transaction.holdsWriteLock()));
    }

    /** @return whether the transaction was rolled back by this */
    private boolean cleanUp(Verdict verdict, TransportException failure, @Nullable NodeSession current)
            throws EngineException {
        switch (verdict.cleanup()) {
            case NONE -> {
                return false;
            }
            case LEAVE_NODE -> {
                core.detach();
                if (failure instanceof Disconnected) {
                    core.checkOpen();
                }
                return inTransaction;
            }
            case ASK_SERVER -> {
                if (current != null && current.hasTransaction(core.timeouts().networkDeadline())) {
                    return false;
                }
                core.rollbackQuietly();
                return true;
            }
            case ROLL_BACK -> {
                core.rollbackQuietly();
                return true;
            }
            case CLOSE -> {
                core.closeOutcomeUnknown(failure);
                return false;
            }
        }
        throw new IllegalStateException(String.valueOf(verdict));
    }

    // Waits.

    /** The end of this many milliseconds, or of the query timeout if that is sooner. */
    private long until(int millis) {
        return Math.min(queryUntil, began + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private long failoverUntil() {
        return until(core.settings().number(DqliteProperty.FAILOVER_TIMEOUT));
    }

    /** The time spent looking for a leader, which takes longer, does not count as waiting for other writers. */
    private long busyUntil() {
        return Math.min(queryUntil, until(core.timeouts().busy()) + (delays == null ? 0 : delays.searched));
    }

    private boolean outOfTime() {
        return core.clock().nanoTime() >= queryUntil;
    }

    /** Waits a moment for the write lock; false if {@code busyTimeout} is over. */
    private boolean waitForLock(ServerFailure busy) throws EngineException {
        // What is sent at the last moment has no time to be answered, and the caller would not know the outcome.
        if (core.clock().nanoTime() + 3 * delays().pause > queryUntil) {
            throw EngineException.Stopped.timeout(
                    BusyMessages.heldElsewhere("The query timeout ended while the write lock was not free", busy),
                    busy);
        }
        if (core.clock().nanoTime() >= busyUntil()) {
            return false;
        }
        long before = core.clock().nanoTime();
        long pause = delays().pause;
        core.pauseNanos(pause + ThreadLocalRandom.current().nextLong(pause));
        countWait(before);
        delays().pause = Math.min(pause * 2, MAX_PAUSE_NANOS);
        core.executions().check();
        if (Thread.currentThread().isInterrupted()) {
            throw new EngineException.ServerError(busy, Outcome.NOTHING_HAPPENED);
        }
        return true;
    }

    private void prepareRetry(TransportException failure, Situation situation) throws EngineException {
        if (failure instanceof Disconnected lost && lost.sent() && situation.sent()) {
            delays().unanswered++;
        }
        if (outOfTime()) {
            throw EngineException.Stopped.timeout(
                    "The query timeout ended while the leader of the cluster changed", failure);
        }
        if (core.clock().nanoTime() > failoverUntil()) {
            throw EngineException.ConnectionFailed.lost(failure);
        }
        if (attempts > 1) {
            long before = core.clock().nanoTime();
            core.pause();
            countSearch(before);
        }
    }

    private void countWait(long since) {
        long waited = core.clock().nanoTime() - since;
        if (delays != null || waited > MIN_COUNTED_NANOS) {
            delays().waited += waited;
        }
    }

    private void countSearch(long since) {
        long searched = core.clock().nanoTime() - since;
        if (delays != null || searched > MIN_COUNTED_NANOS) {
            delays().searched += searched;
        }
    }
}
