package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.SetNullableGenerator;
import liquibase.statement.core.SetNullableStatement;

/** Adds or drops NOT NULL. */
public final class SetNullable extends RebuildGenerator<SetNullableStatement> {
    /** Called by Liquibase. */
    public SetNullable() {
        super(new SetNullableGenerator());
    }

    @Override
    String table(SetNullableStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, SetNullableStatement statement, Database database) {
        return statement.isNullable()
                ? definition.withoutNotNull(statement.getColumnName())
                : definition.withNotNull(statement.getColumnName());
    }
}
