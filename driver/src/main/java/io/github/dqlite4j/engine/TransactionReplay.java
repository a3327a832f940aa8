package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.TransactionStatements;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.engine.failure.Verdict;
import io.github.dqlite4j.engine.replay.RecordedStatement;
import io.github.dqlite4j.engine.replay.RecordedStatement.SeenRefusal;
import io.github.dqlite4j.engine.replay.RecordedStatement.SeenUpdate;
import io.github.dqlite4j.engine.replay.RowChecksum;
import io.github.dqlite4j.engine.replay.SeenRows;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.result.StatementResult;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Executes a lost transaction again, up to where it was, and compares what comes back with what the caller has seen. The transaction goes on if
 * all answers are the same. The result then equals that of a transaction without an interruption. Used once, by the owner of the session.
 */
final class TransactionReplay {
    /** A statement that ends its node is not sent to all nodes, one after the other. */
    private static final int MAX_UNANSWERED = 1;

    private final SessionCore core;
    private final TransactionState transaction;
    private final RowChecksum checksums = new RowChecksum();
    private final long until;
    private final long queryUntil;

    /**
     * @param until when it is not begun once more
     * @param queryUntil the end of the time of the statement that waits for it
     */
    TransactionReplay(SessionCore core, long until, long queryUntil) {
        this.core = core;
        this.transaction = core.transaction();
        this.until = until;
        this.queryUntil = queryUntil;
    }

    /** Between two statements. */
    TransactionReplay(SessionCore core, int seconds) {
        this(
                core,
                core.clock().deadline(core.settings().number(DqliteProperty.FAILOVER_TIMEOUT)),
                core.timeouts().queryDeadline(seconds));
    }

    /** What the caller gets after all. */
    static EngineException gaveUp(EngineException lost, EngineException why) {
        if (why instanceof EngineException.Stopped stopped) {
            stopped.addSuppressed(lost);
            return stopped;
        }
        lost.addSuppressed(why);
        return lost;
    }

    /**
     * Executes a suspended transaction again.
     *
     * @param lock whether it needs the write lock, even if it had not taken it yet
     * @param reader of its last result, if that goes on
     * @return null if the transaction is open again as it was, otherwise why it stays lost
     */
    @Nullable
    EngineException run(boolean lock, @Nullable RecordedResults reader) {
        TransactionState.Suspended lost = transaction.beginReplay();
        SqlStatement begin = lock || lost.locked()
                ? TransactionStatements.BEGIN_IMMEDIATE
                : lost.record().begin();
        long began = core.clock().nanoTime();
        boolean resumed = false;
        try {
            EngineException why = once(lost, begin, reader);
            while (why != null
                    && FailurePolicy.isRepeatable(why)
                    && core.clock().nanoTime() < until
                    && pause()) {
                why = once(lost, begin, reader);
            }
            resumed = why == null;
            if (!resumed) {
                return why;
            }
        } finally {
            if (!resumed) {
                transaction.giveUp(lost);
            }
        }
        transaction.resume(lost);
        NodeAddress node = core.node();
        int statements = lost.record().statements().size();
        long took = core.clock().nanoTime() - began;
        core.ownership()
                .afterRelease(() -> core.events().replayed(core.settings().database(), node, statements, took));
        return null;
    }

    /**
     * Executes a suspended transaction again, if possible.
     *
     * @return whether it is open again
     * @throws EngineException if the caller does not wait any longer
     */
    boolean run() throws EngineException {
        EngineException why = run(false, null);
        if (why instanceof EngineException.Stopped) {
            throw why;
        }
        return why == null;
    }

    /**
     * The same because a statement in it failed.
     *
     * @param delays of that statement
     */
    @Nullable
    EngineException after(Verdict verdict, Delays delays) {
        if (delays.unanswered() > MAX_UNANSWERED) {
            return giveUp("no answer came to its next statement, from several nodes");
        }
        delays.addReplay();
        if (delays.replays() > 1 && core.clock().nanoTime() > until) {
            return giveUp("failoverTimeout is over");
        }
        return run(verdict == Verdict.SNAPSHOT_STALE, null);
    }

    /** Leaves a suspended transaction as it is, lost. */
    EngineException giveUp(String why) {
        transaction.giveUp(transaction.beginReplay());
        return EngineException.RolledBack.notReplayed(why);
    }

    private boolean pause() {
        try {
            core.pause();
            return true;
        } catch (EngineException stopped) {
            return false;
        }
    }

    private @Nullable EngineException once(
            TransactionState.Suspended lost, SqlStatement begin, @Nullable RecordedResults reader) {
        try {
            if (core.hasOwnState()) {
                throw EngineException.RolledBack.notReplayed("the connection had TEMP tables or settings of its own");
            }
            transaction.beginAgain();
            execute(begin, List.of());
            for (RecordedStatement each : lost.record().statements()) {
                if (!isSameAgain(each, reader)) {
                    throw EngineException.RolledBack.replayDiffers(
                            each.statement().kind());
                }
            }
            return null;
        } catch (EngineException e) {
            if (transaction.isOpen()) {
                core.rollbackQuietly();
            }
            return e instanceof EngineException.Stopped stopped ? stopped.rolledBack() : e;
        }
    }

    private StatementResult execute(SqlStatement statement, List<? extends @Nullable Object> parameters)
            throws EngineException {
        return new StatementExecution(core, statement, parameters, queryUntil).run();
    }

    private boolean isSameAgain(RecordedStatement recorded, @Nullable RecordedResults reader) throws EngineException {
        StatementResult result;
        try {
            result = execute(recorded.statement(), recorded.parameters());
        } catch (EngineException.ServerError e) {
            return transaction.isOpen() && recorded.seen().equals(new SeenRefusal(e.code(), e.serverMessage()));
        }
        if (result instanceof UpdateResult update) {
            return recorded.seen() instanceof SeenUpdate seen && seen.isSameAs(update, recorded.statement());
        }
        return recorded.seen() instanceof SeenRows seen && areSameAgain(seen, (ResultStream) result, reader);
    }

    private boolean areSameAgain(SeenRows seen, ResultStream rows, @Nullable RecordedResults reader)
            throws EngineException {
        try {
            Response.Rows message = Objects.requireNonNull(rows.nextMessage());
            SeenRows again = new SeenRows(checksums, message);
            while (again.count() < seen.count()) {
                if (message.next()) {
                    again.addRow(message);
                } else if (message.hasMore()) {
                    message = Objects.requireNonNull(rows.nextMessage());
                } else {
                    return false;
                }
            }
            if (!again.isSameAs(seen)) {
                return false;
            }
            if (reader != null && reader.isOf(seen)) {
                reader.goOn(core.results(), message);
                return true;
            }
            while (seen.isWhole() && !message.hasNext() && message.hasMore()) {
                message = Objects.requireNonNull(rows.nextMessage());
            }
            boolean same = !seen.isWhole() || !message.hasNext();
            rows.close();
            return same;
        } catch (WireException e) {
            throw rows.malformed(e);
        }
    }
}
