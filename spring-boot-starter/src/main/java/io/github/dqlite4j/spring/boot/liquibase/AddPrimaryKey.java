package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.AddPrimaryKeyGenerator;
import liquibase.statement.core.AddPrimaryKeyStatement;

/** Adds a primary key to a table that has none. */
public final class AddPrimaryKey extends RebuildGenerator<AddPrimaryKeyStatement> {
    /** Called by Liquibase. */
    public AddPrimaryKey() {
        super(new AddPrimaryKeyGenerator());
    }

    @Override
    String table(AddPrimaryKeyStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, AddPrimaryKeyStatement statement, Database database) {
        if (definition.hasPrimaryKey()) {
            throw new IllegalArgumentException("The table has a primary key: " + definition.printable());
        }
        return definition.withConstraint(Constraints.named(statement.getConstraintName()) + "PRIMARY KEY ("
                + database.escapeColumnNameList(statement.getColumnNames()) + ")");
    }
}
