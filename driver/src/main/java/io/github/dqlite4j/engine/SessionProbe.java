package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.TransactionStatements;
import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.exchange.SessionOwnership;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.outcome.CommitMark;
import io.github.dqlite4j.engine.outcome.OutcomeQuestion;
import io.github.dqlite4j.engine.outcome.ReadFence;
import io.github.dqlite4j.engine.write.WriteQueue;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** What a session asks its node without executing anything of the caller's. Thread-safe, unless a method says otherwise. */
final class SessionProbe {
    private final SessionCore core;
    private final SessionOwnership ownership;

    SessionProbe(SessionCore core) {
        this.core = core;
        this.ownership = core.ownership();
    }

    /**
     * Makes what the marks of transactions need, before one begins. Call it as the owner.
     *
     * @param begin the BEGIN: if it takes no lock, it does not wait for one either, and there may be no mark this time
     */
    void prepareMarks(NodeSession current, SqlStatement begin, long until) throws TransportException {
        try {
            String reason = current.prepare(
                    core.marks(), Math.min(until, core.timeouts().networkDeadline()));
            if (reason != null) {
                ownership.afterRelease(
                        () -> core.events().outcomesNotKept(core.settings().database(), reason));
            }
        } catch (TransportException.ServerFailure e) {
            if (ServerErrors.primary(e.code()) != ServerErrors.BUSY || TransactionStatements.takesWriteLock(begin)) {
                throw e;
            }
        }
    }

    /**
     * Makes sure that the node leads, before the statement reads there. Call it as the owner, with the turn to write.
     *
     * @param statement keeps the turn if it takes the write lock
     */
    void passFence(NodeSession current, SqlStatement statement, long until) throws TransportException, EngineException {
        ReadFence fence = new ReadFence(
                core.database().marks(), core.clock(), core.database().schema()::changed);
        current.pass(fence, Math.min(until, core.timeouts().networkDeadline()));
        if (!TransactionStatements.takesWriteLock(statement)) {
            core.turn().end();
        }
    }

    /**
     * Finds out what became of the COMMIT that was sent with this mark, within {@code failoverTimeout}. If that is known, the transaction is over, and the
     * session attached to the leader.
     *
     * @param commit the COMMIT
     * @return unknown also if the caller does not wait any longer. Call it as the owner
     */
    Outcome outcome(CommitMark mark, SqlStatement commit) {
        NanoClock clock = core.clock();
        long began = clock.nanoTime();
        long until = clock.deadline(core.settings().number(DqliteProperty.FAILOVER_TIMEOUT));
        NodeAddress lost = core.node();
        core.leave();
        WayToLeader way = new WayToLeader();
        Outcome outcome = new OutcomeQuestion(mark, way, clock, until).ask();
        NodeSession reached = way.reached;
        if (outcome == Outcome.UNKNOWN || reached == null) {
            core.lostAt(lost);
            core.marks().unknown();
            return Outcome.UNKNOWN;
        }
        if (outcome == Outcome.COMMITTED) {
            core.executed(commit);
        } else {
            core.transaction().markRolledBack();
        }
        if (!core.isReplaceable(reached)) {
            // It has lost its TEMP tables, which the next statement reports.
            core.replace(reached);
        }
        long took = clock.nanoTime() - began;
        boolean committed = outcome == Outcome.COMMITTED;
        ownership.afterRelease(
                () -> core.events().outcomeFound(core.settings().database(), reached.node(), committed, took));
        return outcome;
    }

    /** While the transaction counts as open. */
    private final class WayToLeader implements OutcomeQuestion.Leaders {
        private @Nullable NodeSession reached;

        @Override
        public NodeExchange reach(long until) throws EngineException {
            NodeSession current = reached;
            if (current == null || !current.isOpen()) {
                current = core.connect(until);
                reached = current;
            }
            core.executions().check();
            try {
                if (core.database()
                        .writers()
                        .await(
                                WriteQueue.Writer.here(core.opened()),
                                until,
                                core.executions()::isStopped,
                                () -> null)) {
                    core.turn().granted();
                    return current.exchange();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new EngineException.Busy("The write lock was not free", null);
        }

        @Override
        public void release() {
            core.turn().end();
        }

        @Override
        public void leave() throws EngineException {
            core.leave();
            core.pause();
        }

        @Override
        public void await(long nanos) throws EngineException {
            core.pauseNanos(nanos);
            core.executions().check();
            if (Thread.currentThread().isInterrupted()) {
                throw new EngineException.Busy("The thread was interrupted while the transaction was still open", null);
            }
        }

        @Override
        public long networkDeadline() {
            return core.timeouts().networkDeadline();
        }
    }

    /** See {@link Session#isValid}. */
    boolean isValid(int seconds) {
        if (ownership.isClosed()) {
            return false;
        }
        long millis = seconds == 0
                ? core.timeouts().networkMillis()
                : Math.min(seconds * 1000L, core.timeouts().networkMillis());
        long until = core.clock().deadline(millis);
        if (!ownership.tryEnter(millis)) {
            return false;
        }
        try {
            if (core.transaction().isLost()) {
                return false;
            }
            boolean inTransaction = core.transaction().isOpen();
            if (!core.openResult().isFree(until)) {
                return true;
            }
            if (answers(seconds, until)) {
                return true;
            }
            core.detach();
            core.attach(search(seconds, until));
            return !inTransaction;
        } catch (TransportException | EngineException e) {
            core.detach();
            return false;
        } finally {
            ownership.exit();
        }
    }

    private boolean answers(int seconds, long until) throws TransportException, EngineException {
        try {
            return core.leads(core.attached(search(seconds, until)), until);
        } catch (TransportException.Disconnected lost) {
            return false;
        }
    }

    /** How long to look for another node. */
    private long search(int seconds, long until) {
        return seconds == 0
                ? Math.min(until, core.clock().deadline(core.settings().connectTimeout()))
                : until;
    }

    /** See {@link Session#nextNode}. */
    NodeAddress nextNode() throws EngineException {
        ownership.enter();
        try {
            core.checkOpen();
            return core.attached(core.clock().deadline(core.settings().number(DqliteProperty.FAILOVER_TIMEOUT)))
                    .node();
        } catch (TransportException e) {
            core.detach();
            throw FailurePolicy.report(FailurePolicy.whileReading(e, true), e, true, true);
        } finally {
            ownership.exit();
        }
    }
}
