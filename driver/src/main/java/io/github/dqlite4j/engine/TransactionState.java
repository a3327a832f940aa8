package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.TransactionFate;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a session, as the server has it. A transaction that was rolled back against the caller's will is <em>lost</em> until
 * the caller has ended it too: the statements until then were meant to be part of it, and must not be executed without the rest.
 */
final class TransactionState {
    private boolean open;
    private boolean lost;
    private boolean changedSchema;
    private boolean holdsWriteLock;
    private boolean mayHaveWritten;
    private @Nullable String outermostSavepoint;
    private @Nullable TransactionFate fate;

    boolean isOpen() {
        return open;
    }

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
        mayHaveWritten |= open && !statement.readOnly() && statement.transactionControl() == null;
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
            case RELEASE -> releasesOutermost(statement.transactionControl());
            default -> false;
        };
    }

    /** Whether this statement makes durable what was written. */
    boolean commitsWrites(SqlStatement statement) {
        return open && mayHaveWritten && isCommit(statement);
    }

    private boolean releasesOutermost(@Nullable TransactionControl control) {
        return control != null
                && outermostSavepoint != null
                && outermostSavepoint.equalsIgnoreCase(control.savepoint());
    }

    /** The server has executed the statement. */
    void executed(SqlStatement statement) {
        TransactionControl control = statement.transactionControl();
        if (control == null) {
            changedSchema |= open && statement.isDdl();
            holdsWriteLock |= open && statement.kind().isDml();
            return;
        }
        SqlKind kind = control.kind();
        if (kind == SqlKind.BEGIN) {
            open = true;
            holdsWriteLock = control.mode() != null && control.mode() != TransactionControl.Mode.DEFERRED;
        } else if (kind == SqlKind.SAVEPOINT && !open) {
            open = true;
            outermostSavepoint = control.savepoint();
        } else if (kind == SqlKind.ROLLBACK_TO) {
            if (fate != null) {
                fate.rolledBackToSavepoint();
            }
        } else if (isCommit(statement)) {
            if (fate != null) {
                fate.committed();
            }
            clear();
        } else if (kind == SqlKind.ROLLBACK) {
            clear();
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
        open = false;
        lost = false;
        changedSchema = false;
        holdsWriteLock = false;
        mayHaveWritten = false;
        outermostSavepoint = null;
        if (fate != null) {
            fate.ended();
            fate = null;
        }
    }

    /** The server has rolled the transaction back, or is lost. Does nothing when no transaction is open. */
    void markRolledBack() {
        if (open) {
            clear();
            lost = true;
        }
    }
}
