package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.DropPrimaryKeyGenerator;
import liquibase.statement.core.DropPrimaryKeyStatement;

/** Drops a primary key. */
public final class DropPrimaryKey extends RebuildGenerator<DropPrimaryKeyStatement> {
    /** Called by Liquibase. */
    public DropPrimaryKey() {
        super(new DropPrimaryKeyGenerator());
    }

    @Override
    String table(DropPrimaryKeyStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, DropPrimaryKeyStatement statement, Database database) {
        return definition.withoutPrimaryKey();
    }
}
