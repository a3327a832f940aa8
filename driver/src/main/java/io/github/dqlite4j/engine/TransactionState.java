package io.github.dqlite4j.engine;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;
import io.github.dqlite4j.wire.Response;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one connection, as the server has it. A transaction that ended against the caller's will is
 * <em>lost</em> until the caller has ended it too: what he sends meanwhile was meant to be a part of it, and must not be
 * done without the rest.
 */
final class TransactionState {
    private boolean open;
    private boolean lost;
    private boolean changedSchema;
    private @Nullable String outermostSavepoint;

    boolean isOpen() {
        return open;
    }

    boolean isLost() {
        return lost;
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
            return;
        }
        SqlKind kind = control.kind();
        if (kind == SqlKind.BEGIN) {
            open = true;
        } else if (kind == SqlKind.SAVEPOINT && !open) {
            open = true;
            outermostSavepoint = control.savepoint();
        } else if (kind == SqlKind.COMMIT
                || kind == SqlKind.ROLLBACK
                || kind == SqlKind.RELEASE && releasesOutermost(control)) {
            end();
        }
    }

    /** The transaction was rolled back by the server; whatever was meant to be a part of it fails until that was taken note of. */
    Response.Result afterLoss(SqlStatement statement) throws SQLException {
        switch (statement.kind()) {
            case ROLLBACK -> {
                end();
                return new Response.Result(0, 0);
            }
            case COMMIT -> {
                end();
                throw SqlExceptions.rolledBackBefore("nothing of it was committed; run it again");
            }
            default -> throw SqlExceptions.rolledBackBefore("call rollback() before the next statement");
        }
    }

    /** The transaction is over, as the caller wanted, or he was told and has ended it himself. */
    void end() {
        open = false;
        lost = false;
        changedSchema = false;
        outermostSavepoint = null;
    }

    /** The server has rolled the transaction back, or is gone. Does nothing when none is open. */
    void lose() {
        if (open) {
            end();
            lost = true;
        }
    }
}
