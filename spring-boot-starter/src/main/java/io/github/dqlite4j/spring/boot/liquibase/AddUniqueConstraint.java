package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.AddUniqueConstraintGenerator;
import liquibase.statement.core.AddUniqueConstraintStatement;

/** Adds a unique constraint. */
public final class AddUniqueConstraint extends RebuildGenerator<AddUniqueConstraintStatement> {
    /** Called by Liquibase. */
    public AddUniqueConstraint() {
        super(new AddUniqueConstraintGenerator());
    }

    @Override
    String table(AddUniqueConstraintStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, AddUniqueConstraintStatement statement, Database database) {
        return definition.withConstraint(Constraints.named(statement.getConstraintName()) + "UNIQUE ("
                + database.escapeColumnNameList(statement.getColumnNames()) + ")");
    }
}
