package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.DropForeignKeyConstraintGenerator;
import liquibase.statement.core.DropForeignKeyConstraintStatement;

/** Drops a foreign key by its name. */
public final class DropForeignKey extends RebuildGenerator<DropForeignKeyConstraintStatement> {
    /** Called by Liquibase. */
    public DropForeignKey() {
        super(new DropForeignKeyConstraintGenerator());
    }

    @Override
    String table(DropForeignKeyConstraintStatement statement) {
        return statement.getBaseTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, DropForeignKeyConstraintStatement statement, Database database) {
        return definition.withoutConstraint(statement.getConstraintName());
    }
}
