package io.github.dqlite4j.spring.boot.liquibase.type;

import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import liquibase.database.Database;
import liquibase.datatype.DataTypeInfo;
import liquibase.datatype.DatabaseDataType;
import liquibase.datatype.core.ClobType;

/** Texts of any length. */
@DataTypeInfo(
        name = "clob",
        aliases = {
            "longvarchar",
            "text",
            "longtext",
            "java.sql.Types.LONGVARCHAR",
            "java.sql.Types.CLOB",
            "nclob",
            "longnvarchar",
            "ntext",
            "java.sql.Types.LONGNVARCHAR",
            "java.sql.Types.NCLOB",
            "tinytext",
            "mediumtext"
        },
        minParameters = 0,
        maxParameters = 0,
        priority = ClobType.PRIORITY_DATABASE)
public final class DqliteClob extends ClobType {
    /** Called by Liquibase. */
    public DqliteClob() {}

    @Override
    public boolean supports(Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public DatabaseDataType toDatabaseDataType(Database database) {
        return new DatabaseDataType("TEXT");
    }
}
