package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.CreateTableGenerator;
import liquibase.statement.AutoIncrementConstraint;
import liquibase.statement.PrimaryKeyConstraint;
import liquibase.statement.core.CreateTableStatement;
import liquibase.structure.DatabaseObject;
import org.jspecify.annotations.Nullable;

/** Creates a table. A column that counts by itself is {@code INTEGER … PRIMARY KEY AUTOINCREMENT}. */
// Liquibase's own methods have raw types.
@SuppressWarnings("rawtypes")
public final class CreateTable extends CreateTableGenerator {
    /** Called by Liquibase. */
    public CreateTable() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(CreateTableStatement statement, Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public ValidationErrors validate(CreateTableStatement statement, Database database, SqlGeneratorChain chain) {
        ValidationErrors errors = super.validate(statement, database, chain);
        for (AutoIncrementConstraint counted : statement.getAutoIncrementConstraints()) {
            if (!counted.getColumnName().equals(onlyKey(statement))) {
                errors.addError("autoIncrement needs a column that is the primary key: " + counted.getColumnName());
            }
        }
        return errors;
    }

    @Override
    public Sql[] generateSql(CreateTableStatement statement, Database database, SqlGeneratorChain chain) {
        Sql[] all = super.generateSql(statement, database, chain);
        String key = onlyKey(statement);
        if (key == null || statement.getAutoIncrementConstraints().isEmpty()) {
            return all;
        }
        TableDefinition definition = new TableDefinition(all[0].toSql())
                .withoutPrimaryKey()
                .withType(key, "INTEGER")
                .withColumnConstraint(key, "PRIMARY KEY AUTOINCREMENT");
        all[0] = new UnparsedSql(
                definition.sql(),
                all[0].getEndDelimiter(),
                all[0].getAffectedDatabaseObjects().toArray(DatabaseObject[]::new));
        return all;
    }

    private static @Nullable String onlyKey(CreateTableStatement statement) {
        PrimaryKeyConstraint key = statement.getPrimaryKeyConstraint();
        return key != null && key.getColumns().size() == 1 ? key.getColumns().get(0) : null;
    }
}
