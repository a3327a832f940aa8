package io.github.dqlite4j.engine;

import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlStatement;

/** The statements that the driver itself begins and ends transactions with. */
final class TransactionStatements {
    static final SqlStatement COMMIT = parse("COMMIT");
    static final SqlStatement ROLLBACK = parse("ROLLBACK");
    static final SqlStatement BEGIN_IMMEDIATE = parse("BEGIN IMMEDIATE");
    private static final SqlStatement BEGIN = parse("BEGIN");

    private TransactionStatements() {}

    private static SqlStatement parse(String sql) {
        return SqlParser.parseOne(sql);
    }

    /** How a transaction begins. */
    static SqlStatement begin(Settings settings, boolean readOnly) {
        return switch (settings.transactionMode()) {
            case "immediate" -> BEGIN_IMMEDIATE;
            case "deferred" -> BEGIN;
            default -> readOnly ? BEGIN : BEGIN_IMMEDIATE;
        };
    }

    /** Whether the statement can be a part of a transaction, so that one is opened for it when auto-commit is off. */
    static boolean belongsToTransaction(SqlStatement statement) {
        return switch (statement.kind()) {
            case PRAGMA, VACUUM, ATTACH, DETACH -> false;
            default -> statement.transactionControl() == null;
        };
    }
}
