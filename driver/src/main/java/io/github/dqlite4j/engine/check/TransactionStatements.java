package io.github.dqlite4j.engine.check;

import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;

/** The statements that the driver itself begins and ends transactions with. */
public final class TransactionStatements {
    public static final SqlStatement COMMIT = SqlParser.parseOne("COMMIT");
    public static final SqlStatement ROLLBACK = SqlParser.parseOne("ROLLBACK");
    public static final SqlStatement BEGIN_IMMEDIATE = SqlParser.parseOne("BEGIN IMMEDIATE");
    public static final SqlStatement BEGIN_DEFERRED = SqlParser.parseOne("BEGIN");

    private TransactionStatements() {}

    /** Whether the statement takes the write lock outside a transaction. */
    public static boolean takesWriteLock(SqlStatement statement) {
        TransactionControl control = statement.transactionControl();
        if (control != null) {
            return control.mode() != null && control.mode() != TransactionControl.Mode.DEFERRED;
        }
        return !statement.readOnly() && statement.kind() != SqlKind.PRAGMA;
    }

    /**
     * Whether a transaction is begun before the statement when auto-commit is off. A SAVEPOINT is among them: without a BEGIN it would open a
     * transaction that its RELEASE commits.
     */
    public static boolean needsTransaction(SqlStatement statement) {
        return canBeInTransaction(statement) || statement.kind() == SqlKind.SAVEPOINT;
    }

    /** Whether the statement can be a part of a transaction, and does there what it does outside. */
    public static boolean canBeInTransaction(SqlStatement statement) {
        return switch (statement.kind()) {
            case PRAGMA, VACUUM, ATTACH, DETACH -> false;
            default -> !statement.kind().isTransactionControl();
        };
    }
}
