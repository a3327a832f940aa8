package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.RenameColumnGenerator;
import liquibase.statement.core.RenameColumnStatement;

/** Renames a column, by the statement of SQLite. */
// Liquibase's own methods have raw types.
@SuppressWarnings("rawtypes")
public final class RenameColumn extends RenameColumnGenerator {
    /** Called by Liquibase. */
    public RenameColumn() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(RenameColumnStatement statement, Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public Sql[] generateSql(RenameColumnStatement statement, Database database, SqlGeneratorChain chain) {
        String table = statement.getTableName();
        return new Sql[] {
            new UnparsedSql(
                    "ALTER TABLE " + database.escapeTableName(null, null, table) + " RENAME COLUMN "
                            + database.escapeColumnName(null, null, table, statement.getOldColumnName()) + " TO "
                            + database.escapeColumnName(null, null, table, statement.getNewColumnName()),
                    getAffectedOldColumn(statement),
                    getAffectedNewColumn(statement))
        };
    }
}
