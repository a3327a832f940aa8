package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.TransactionStatements;
import io.github.dqlite4j.engine.event.SessionEvents;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.engine.failure.Situation;
import io.github.dqlite4j.engine.failure.Situation.Mark;
import io.github.dqlite4j.engine.failure.Verdict;
import io.github.dqlite4j.engine.outcome.CommitMark;
import io.github.dqlite4j.engine.outcome.ReadFence;
import io.github.dqlite4j.engine.replay.TransactionRecord;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.engine.write.BusyMessages;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Executes one statement: sends it until it is answered, as long as {@link FailurePolicy} allows, and waits for locks and for a leader.
 * Used once, by the owner of the session.
 */
final class StatementExecution {
    /** Shorter waits are not counted. */
    private static final long MIN_COUNTED_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final SessionCore core;
    private final TransactionState transaction;
    private final SqlStatement statement;
    private final List<? extends @Nullable Object> parameters;
    private final boolean inTransaction;
    private final long began;
    private final long queryUntil;
    private boolean fenced;
    private int attempts;
    private @Nullable Delays delays;
    private @Nullable CommitMark mark;
    private @Nullable SqlStatement next;
    private List<? extends @Nullable Object> nextParameters = List.of();

    StatementExecution(
            SessionCore core, SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds) {
        this(
                core,
                statement,
                parameters,
                core.clock().nanoTime()
                        + TimeUnit.MILLISECONDS.toNanos(core.settings().queryMillis(seconds)));
    }

    /** @param queryUntil the end of its time */
    StatementExecution(
            SessionCore core, SqlStatement statement, List<? extends @Nullable Object> parameters, long queryUntil) {
        this.core = core;
        this.transaction = core.transaction();
        this.statement = statement;
        this.parameters = parameters;
        this.inTransaction = transaction.isOpen();
        this.began = core.clock().nanoTime();
        this.queryUntil = queryUntil;
        this.fenced = !inTransaction && core.settings().linearizable() && ReadFence.isFor(statement);
    }

    private Delays delays() {
        Delays known = delays;
        if (known == null) {
            known = new Delays(core);
            delays = known;
        }
        return known;
    }

    /** This is a BEGIN, and that statement is executed right after it; null for one that writes. */
    void expectNext(@Nullable SqlStatement following, List<? extends @Nullable Object> values) {
        next = following;
        fenced &= following != null && !TransactionStatements.takesWriteLock(following);
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

    /**
     * Does what the failure of a statement that was sent in another way asks for, in a transaction.
     *
     * @return the error to report; null if the transaction was executed again, up to this statement
     */
    @Nullable
    EngineException failed(TransportException failure, NodeSession current) {
        try {
            settle(failure, current);
        } catch (EngineException e) {
            return e;
        }
        return null;
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
                delays == null ? 0 : delays.waited(),
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
                    core.executions().sending(attempts++);
                    core.executions().patient(statement.returnsRows() && delays != null && delays.unanswered() > 0);
                    if (needsMarks()) {
                        new SessionProbe(core).prepareMarks(current, statement, queryUntil);
                    }
                    if (fenced) {
                        new SessionProbe(core).passFence(current, statement, queryUntil);
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

    private void takeTurn(NodeSession current) throws EngineException {
        boolean writes = inTransaction
                ? transaction.upgradesWith(statement)
                : fenced || TransactionStatements.takesWriteLock(statement);
        if (!writes || core.turn().isHeld()) {
            return;
        }
        long before = core.clock().nanoTime();
        try {
            core.turnToWrite()
                    .await(
                            busyUntil(),
                            queryUntil,
                            () -> inTransaction || fenced || needsMarks()
                                    ? null
                                    : current.queue(statement, parameters));
        } finally {
            countWait(before);
        }
        if (!current.isSent()) {
            core.executions().check();
        }
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
            if (delays().waitForLock(busy, queryUntil, busyUntil())) {
                return false;
            }
            verdict = FailurePolicy.refused(busy, situation);
            if (verdict == Verdict.SERVER_ERROR) {
                throw new EngineException.Busy(
                        BusyMessages.heldElsewhere(core.turnToWrite().notFree(), busy), busy);
            }
        }
        if (verdict.losesTransaction() || verdict.next() == Verdict.Next.ASK) {
            transaction.keepForReplay();
        }
        String obstacle = transaction.obstacle();
        if (verdict.next() == Verdict.Next.ASK && mark != null) {
            verdict = FailurePolicy.answered(new SessionProbe(core).outcome(mark, statement));
        }
        if (verdict == Verdict.END_DONE_BY_LOSS && situation.commits()) {
            core.executed(statement);
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
                EngineException why = verdict.losesTransaction() ? replay(verdict, failure, situation, obstacle) : null;
                if (transaction.isOpen() && verdict.losesTransaction()) {
                    mark = transaction.commitsWrites(statement) ? core.marks().next() : null;
                    return false;
                }
                if (situation.commits() && verdict.isRolledBack()) {
                    // For the caller, a COMMIT ends the transaction with every answer.
                    transaction.clear();
                }
                EngineException error = FailurePolicy.report(verdict, failure, inTransaction, rolledBack);
                refused(error, situation);
                throw why == null ? error : TransactionReplay.gaveUp(error, why);
            }
        }
    }

    /** Executes the lost transaction again, up to this statement; otherwise returns why not, if it should have been. */
    private @Nullable EngineException replay(
            Verdict verdict, TransportException failure, Situation situation, @Nullable String obstacle) {
        if (!transaction.isSuspended()) {
            return obstacle == null ? null : EngineException.RolledBack.notReplayed(obstacle);
        }
        if (failure instanceof Disconnected lost && lost.sent() && situation.sent()) {
            delays().addUnanswered();
        }
        return new TransactionReplay(core, failoverUntil(), queryUntil).after(verdict, delays());
    }

    /** Notes an error that leaves the transaction open. */
    private void refused(EngineException error, Situation situation) {
        TransactionRecord record = transaction.record();
        if (record != null && inTransaction && error instanceof EngineException.ServerError refused) {
            record.refused(statement, parameters, refused.code(), refused.serverMessage(), situation.commits());
        }
    }

    private Situation situation(@Nullable NodeSession current) {
        return transaction
                .situation(statement, inTransaction)
                .after(
                        current != null && current.statementSent(),
                        core.clock().nanoTime() >= queryUntil,
                        delays == null ? 0 : delays.unanswered())
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
        return Math.min(queryUntil, until(core.timeouts().busy()) + (delays == null ? 0 : delays.searched()));
    }

    private void prepareRetry(TransportException failure, Situation situation) throws EngineException {
        if (failure instanceof Disconnected lost && lost.sent() && situation.sent()) {
            delays().addUnanswered();
        }
        if (core.clock().nanoTime() >= queryUntil) {
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
            delays().addWaited(waited);
        }
    }

    private void countSearch(long since) {
        long searched = core.clock().nanoTime() - since;
        if (delays != null || searched > MIN_COUNTED_NANOS) {
            delays().addSearched(searched);
        }
    }
}
