package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.DropUniqueConstraintGenerator;
import liquibase.statement.core.DropUniqueConstraintStatement;

/** Drops a unique constraint by its name. */
public final class DropUniqueConstraint extends RebuildGenerator<DropUniqueConstraintStatement> {
    /** Called by Liquibase. */
    public DropUniqueConstraint() {
        super(new DropUniqueConstraintGenerator());
    }

    @Override
    String table(DropUniqueConstraintStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, DropUniqueConstraintStatement statement, Database database) {
        return definition.withoutConstraint(statement.getConstraintName());
    }
}
