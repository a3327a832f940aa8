package io.github.dqlite4j.spring.boot.liquibase.type;

import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import liquibase.database.Database;
import liquibase.datatype.DataTypeInfo;
import liquibase.datatype.DatabaseDataType;
import liquibase.datatype.core.BooleanType;

/** Booleans: BOOL, which stores 0 and 1. */
@DataTypeInfo(
        name = "boolean",
        aliases = {"java.sql.Types.BOOLEAN", "java.lang.Boolean", "bit", "bool"},
        minParameters = 0,
        maxParameters = 0,
        priority = BooleanType.PRIORITY_DATABASE)
public final class DqliteBoolean extends BooleanType {
    /** Called by Liquibase. */
    public DqliteBoolean() {}

    @Override
    public boolean supports(Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public DatabaseDataType toDatabaseDataType(Database database) {
        return new DatabaseDataType("BOOL");
    }
}
