package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.report.PrintableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import liquibase.Scope;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.executor.Executor;
import liquibase.logging.LogService;
import liquibase.logging.Logger;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;

/**
 * Runs a change. If it rebuilds a table, it has a transaction of its own in which foreign keys are not enforced: they would delete rows of
 * other tables when the old table is dropped. The setting has an effect only between two transactions.
 */
final class RebuildTransaction {
    private final Logger log = Scope.getCurrentScope().getLog(RebuildTransaction.class);
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
        try {
            enforceForeignKeys(false);
            database.getConnection().setAutoCommit(false);
            runPrintable(work);
            checkForeignKeys();
            database.commit();
        } catch (Throwable e) {
            end(() -> {
                database.rollback();
                restore(autoCommit);
            });
            throw e;
        }
        end(() -> restore(autoCommit));
    }

    /** Its statements have definitions in them that are stored in the database. */
    private static void runPrintable(Work work) throws LiquibaseException {
        PrintableLog printable = new PrintableLog(Scope.getCurrentScope().get(Scope.Attr.logService, LogService.class));
        try {
            Scope.child(Scope.Attr.logService, printable, work::run);
        } catch (DatabaseException e) {
            throw printable(e);
        } catch (LiquibaseException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LiquibaseException(e);
        }
    }

    /** The same exception, or with another text if its own is not printable. */
    private static DatabaseException printable(DatabaseException e) {
        String text = PrintableText.message(e.getMessage());
        if (text.equals(String.valueOf(e.getMessage()))) {
            return e;
        }
        DatabaseException printable = new DatabaseException(text, e.getCause());
        printable.setStackTrace(e.getStackTrace());
        for (Throwable suppressed : e.getSuppressed()) {
            printable.addSuppressed(suppressed);
        }
        return printable;
    }

    /**
     * The outcome of the change is certain, and an exception must not hide it. A connection in another state than before is closed, because
     * a pool would use it again.
     */
    private void end(Work steps) {
        try {
            steps.run();
        } catch (Throwable e) {
            log.warning("The connection is closed, because foreign keys could not be switched on again", e);
            close();
        }
    }

    /** Not only through the pool, which may keep the connection. */
    private void close() {
        try (Connection connection = ((JdbcConnection) database.getConnection()).getUnderlyingConnection()) {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            log.fine("The connection was closed with an error", e);
        }
    }

    private void restore(boolean autoCommit) throws DatabaseException {
        enforceForeignKeys(true);
        database.getConnection().setAutoCommit(autoCommit);
    }

    private void enforceForeignKeys(boolean on) throws DatabaseException {
        database.getConnection().setAutoCommit(true);
        database.executor().execute(new RawParameterizedSqlStatement("PRAGMA foreign_keys=" + (on ? "ON" : "OFF")));
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

    /** All foreign keys, because rows may now refer to missing rows, or to another column. */
    private void checkForeignKeys() throws DatabaseException {
        Executor executor = database.executor();
        if (!executor.updatesDatabase()) {
            return;
        }
        List<Map<String, ?>> broken = executor.queryForList(new RawParameterizedSqlStatement(
                "SELECT \"table\" AS child, parent, count(*) AS refs FROM pragma_foreign_key_check GROUP BY 1, 2"));
        if (!broken.isEmpty()) {
            throw new DatabaseException("Rows would refer to missing rows, so the change was not made: "
                    + PrintableText.of(String.valueOf(broken)));
        }
    }
}
