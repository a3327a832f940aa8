package io.github.dqlite4j.spring.boot.liquibase.type;

import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import liquibase.database.Database;
import liquibase.datatype.DataTypeInfo;
import liquibase.datatype.DatabaseDataType;
import liquibase.datatype.core.DateType;

/** Days: DATE(10). */
@DataTypeInfo(
        name = "date",
        aliases = {"java.sql.Types.DATE", "java.sql.Date"},
        minParameters = 0,
        maxParameters = 0,
        priority = DateType.PRIORITY_DATABASE)
public final class DqliteDate extends DateType {
    /** Called by Liquibase. */
    public DqliteDate() {}

    @Override
    public boolean supports(Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public DatabaseDataType toDatabaseDataType(Database database) {
        return new DatabaseDataType("DATE", 10);
    }
}
