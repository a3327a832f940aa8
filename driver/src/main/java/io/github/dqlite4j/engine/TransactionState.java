package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.OpenSavepoints;
import io.github.dqlite4j.engine.check.TransactionStatements;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.Situation;
import io.github.dqlite4j.engine.failure.TransactionFate;
import io.github.dqlite4j.engine.replay.TransactionRecord;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a session, as the server has it. A transaction that was rolled back against the caller's will is <em>lost</em> until
 * the caller has ended it too: the statements until then were meant to be part of it, and must not be executed without the rest.
 */
final class TransactionState {
    private final boolean replays;
    private final boolean upgrades;
    private final OpenSavepoints savepoints = new OpenSavepoints();
    private volatile boolean open;
    private volatile boolean lost;
    private boolean changedSchema;
    private boolean holdsWriteLock;
    private boolean mayHaveWritten;
    private boolean hasSentWrites;
    private @Nullable TransactionFate fate;
    private @Nullable TransactionRecord record;
    private boolean keeping;
    private boolean replaying;
    private @Nullable Suspended suspended;

    /**
     * A transaction that was lost, of which the caller does not know yet.
     *
     * @param locked whether it had the write lock
     */
    record Suspended(TransactionRecord record, @Nullable TransactionFate fate, boolean locked) {}

    /**
     * @param replays whether a lost transaction is executed again
     * @param upgrades whether a transaction that began without the write lock is executed again, if it cannot get the lock otherwise
     */
    TransactionState(boolean replays, boolean upgrades) {
        this.replays = replays;
        this.upgrades = upgrades;
    }

    /** Any thread may ask. */
    boolean isOpen() {
        return open;
    }

    /** Any thread may ask. */
    boolean isLost() {
        return lost;
    }

    /** What will become of the open transaction; null if none is open. */
    @Nullable
    TransactionFate fate() {
        if (open && fate == null) {
            fate = new TransactionFate();
        }
        return fate;
    }

    /** Whether it has the write lock: it began with it, or has executed a statement that writes. */
    boolean holdsWriteLock() {
        return open && holdsWriteLock;
    }

    /** Whether a statement that writes was sent in it. */
    boolean mayHaveWritten() {
        return mayHaveWritten;
    }

    /** The statement is sent now. */
    void sending(SqlStatement statement) {
        if (open && !statement.readOnly() && statement.transactionControl() == null) {
            mayHaveWritten = true;
            hasSentWrites = true;
        }
    }

    /** The only statement that was sent in it has failed. */
    void hasNotWritten() {
        mayHaveWritten = false;
    }

    /** Whether DDL was executed in it, which a rollback takes back. */
    boolean changedSchema() {
        return changedSchema;
    }

    /** Whether this statement makes durable what the transaction has done. */
    boolean isCommit(SqlStatement statement) {
        return switch (statement.kind()) {
            case COMMIT -> true;
            case RELEASE -> savepoints.releasesAll(statement.transactionControl());
            default -> false;
        };
    }

    /** Whether this statement makes durable what was written. */
    boolean commitsWrites(SqlStatement statement) {
        return open && mayHaveWritten && isCommit(statement);
    }

    /** The situation of a statement that is about to be sent. */
    Situation situation(SqlStatement statement, boolean inTransaction) {
        boolean commits = inTransaction && isCommit(statement);
        return Situation.of(statement, inTransaction, commits, commits && !hasSentWrites);
    }

    /** The server has executed the statement. */
    void executed(SqlStatement statement) {
        TransactionControl control = statement.transactionControl();
        if (control == null) {
            changedSchema |= open && statement.isDdl();
            if (open && statement.kind().isDml()) {
                lockTaken();
            }
            return;
        }
        SqlKind kind = control.kind();
        if (kind == SqlKind.BEGIN) {
            open = true;
            holdsWriteLock = control.mode() != null && control.mode() != TransactionControl.Mode.DEFERRED;
            boolean recorded = !replaying && (replays || upgrades && !holdsWriteLock);
            record = recorded ? new TransactionRecord(statement) : null;
        } else if (kind == SqlKind.SAVEPOINT && !open) {
            open = true;
            savepoints.begin(control);
        } else if (isCommit(statement)) {
            if (fate != null) {
                fate.committed();
            }
            clear();
        } else if (kind == SqlKind.ROLLBACK) {
            clear();
        } else {
            savepoints.executed(control);
            if (fate != null && kind == SqlKind.ROLLBACK_TO) {
                fate.rolledBackToSavepoint();
            }
        }
    }

    private void lockTaken() {
        holdsWriteLock = true;
        if (!replays) {
            record = null;
        }
    }

    // A transaction that is executed again.

    /** What it has executed, to be executed again if it is lost; null if it will not be. */
    @Nullable
    TransactionRecord record() {
        TransactionRecord current = record;
        return current == null || current.obstacle() != null ? null : current;
    }

    /** Why the transaction cannot be executed again, although it should; null if it can, or should not. */
    @Nullable
    String obstacle() {
        return record == null ? null : record.obstacle();
    }

    /** The caller also sees the row id in the last answer. */
    void rowIdSeen() {
        if (record != null) {
            record.rowIdSeen();
        }
    }

    /** Nothing is recorded any more. */
    void doNotRecord() {
        record = null;
    }

    /** Goes on with an earlier record. */
    void record(@Nullable TransactionRecord earlier) {
        record = earlier;
    }

    /** Whether this statement waits for the turn to write, although the transaction is open. */
    boolean upgradesWith(SqlStatement statement) {
        return upgrades && open && !holdsWriteLock && TransactionStatements.takesWriteLock(statement);
    }

    /** The next loss of this transaction is not reported to the caller before {@link #resume} or {@link #giveUp}. */
    void keepForReplay() {
        keeping = record() != null;
    }

    /** Whether it was lost, and the caller does not know yet. */
    boolean isSuspended() {
        return suspended != null;
    }

    /** Begins to execute a lost transaction again. */
    Suspended beginReplay() {
        Suspended lost = Objects.requireNonNull(suspended);
        suspended = null;
        replaying = true;
        return lost;
    }

    /** The next statement opens a transaction. */
    void beginAgain() {
        lost = false;
    }

    /** It is open again, as it was. */
    void resume(Suspended again) {
        replaying = false;
        fate = again.fate();
        record = replays || !holdsWriteLock ? again.record() : null;
    }

    /** The transaction stays lost. The caller gets an error. */
    void giveUp(Suspended gone) {
        end();
        replaying = false;
        lost = true;
        if (gone.fate() != null) {
            gone.fate().ended();
        }
    }

    /** What a statement gets after the transaction was lost: everything fails until the caller has ended it. */
    UpdateResult afterLoss(SqlStatement statement) throws EngineException {
        switch (statement.kind()) {
            case ROLLBACK -> {
                clear();
                return UpdateResult.NOTHING;
            }
            case COMMIT -> {
                clear();
                throw EngineException.RolledBack.reportedBefore("nothing of it was committed; run it again");
            }
            default -> throw EngineException.RolledBack.reportedBefore("call rollback() before the next statement");
        }
    }

    /** Clears the state once the caller knows that the transaction has ended. */
    void clear() {
        if (suspended != null) {
            giveUp(suspended);
            suspended = null;
        }
        end();
        lost = false;
    }

    private void end() {
        open = false;
        record = null;
        keeping = false;
        changedSchema = false;
        holdsWriteLock = false;
        mayHaveWritten = false;
        hasSentWrites = false;
        savepoints.clear();
        if (fate != null) {
            fate.ended();
            fate = null;
        }
    }

    /** The server has rolled the transaction back, or is lost. Does nothing when no transaction is open. */
    void markRolledBack() {
        if (open) {
            TransactionRecord kept = keeping ? record() : null;
            if (kept != null) {
                suspended = new Suspended(kept, fate, holdsWriteLock);
                fate = null;
            }
            end();
            lost = true;
        }
    }
}
