package io.github.dqlite4j.spring.boot.liquibase;

import java.util.List;
import java.util.Map;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.executor.Executor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;

/**
 * Runs a change. If it rebuilds a table, this is a transaction of its own in which foreign keys are not enforced: they would
 * delete rows of other tables when the old table is dropped. The setting has an effect only between two transactions.
 */
final class RebuildTransaction {
    private final DqliteLiquibaseDatabase database;

    /** A change. */
    interface Work {
        /** Executes its statements. */
        void run() throws LiquibaseException;
    }

    RebuildTransaction(DqliteLiquibaseDatabase database) {
        this.database = database;
    }

    void run(SqlStatement[] statements, Work work) throws LiquibaseException {
        if (!rebuilds(statements)) {
            work.run();
            return;
        }
        boolean autoCommit = database.getConnection().getAutoCommit();
        database.commit();
        execute("PRAGMA foreign_keys=OFF");
        try {
            database.getConnection().setAutoCommit(false);
            work.run();
            checkForeignKeys();
            database.commit();
        } catch (LiquibaseException | RuntimeException e) {
            try {
                database.rollback();
                restore(autoCommit);
            } catch (DatabaseException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        restore(autoCommit);
    }

    private void restore(boolean autoCommit) throws DatabaseException {
        execute("PRAGMA foreign_keys=ON");
        database.getConnection().setAutoCommit(autoCommit);
    }

    private boolean rebuilds(SqlStatement[] statements) {
        for (SqlStatement statement : statements) {
            if (SqlGeneratorFactory.getInstance().getGenerators(statement, database).stream()
                    .anyMatch(RebuildGenerator.class::isInstance)) {
                return true;
            }
        }
        return false;
    }

    private void execute(String sql) throws DatabaseException {
        database.executor().execute(new RawParameterizedSqlStatement(sql));
    }

    /** All of them, since rows may now refer to nothing, or to another column. */
    private void checkForeignKeys() throws DatabaseException {
        Executor executor = database.executor();
        if (!executor.updatesDatabase()) {
            return;
        }
        List<Map<String, ?>> broken = executor.queryForList(new RawParameterizedSqlStatement(
                "SELECT \"table\" AS child, parent, count(*) AS refs FROM pragma_foreign_key_check GROUP BY 1, 2"));
        if (!broken.isEmpty()) {
            throw new DatabaseException("Rows would refer to nothing, so nothing was changed: " + broken);
        }
    }
}
