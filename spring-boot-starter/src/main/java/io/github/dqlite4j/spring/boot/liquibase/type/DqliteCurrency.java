package io.github.dqlite4j.spring.boot.liquibase.type;

import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import liquibase.database.Database;
import liquibase.datatype.DataTypeInfo;
import liquibase.datatype.DatabaseDataType;
import liquibase.datatype.core.CurrencyType;

/** Amounts of money, as exact numbers. */
@DataTypeInfo(
        name = "currency",
        aliases = {"money", "smallmoney"},
        minParameters = 0,
        maxParameters = 0,
        priority = CurrencyType.PRIORITY_DATABASE)
public final class DqliteCurrency extends CurrencyType {
    /** Called by Liquibase. */
    public DqliteCurrency() {}

    @Override
    public boolean supports(Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public DatabaseDataType toDatabaseDataType(Database database) {
        return new DatabaseDataType("DECIMAL", 19, 4);
    }
}
