package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.DropDefaultValueGenerator;
import liquibase.statement.core.DropDefaultValueStatement;

/** Drops the default of a column. */
public final class DropDefaultValue extends RebuildGenerator<DropDefaultValueStatement> {
    /** Called by Liquibase. */
    public DropDefaultValue() {
        super(new DropDefaultValueGenerator());
    }

    @Override
    String table(DropDefaultValueStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, DropDefaultValueStatement statement, Database database) {
        return definition.withoutDefault(statement.getColumnName());
    }
}
