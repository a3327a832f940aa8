package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.RenameTableGenerator;
import liquibase.statement.core.RenameTableStatement;

/** Renames a table, by the statement of SQLite. */
// Liquibase's own methods have raw types.
@SuppressWarnings("rawtypes")
public final class RenameTable extends RenameTableGenerator {
    /** Called by Liquibase. */
    public RenameTable() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(RenameTableStatement statement, Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public Sql[] generateSql(RenameTableStatement statement, Database database, SqlGeneratorChain chain) {
        return new Sql[] {
            new UnparsedSql(
                    "ALTER TABLE " + database.escapeTableName(null, null, statement.getOldTableName()) + " RENAME TO "
                            + database.escapeTableName(null, null, statement.getNewTableName()),
                    getAffectedOldTable(statement),
                    getAffectedNewTable(statement))
        };
    }
}
