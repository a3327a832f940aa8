package io.github.dqlite4j.spring.boot.liquibase.type;

import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import java.util.Locale;
import liquibase.database.Database;
import liquibase.datatype.DataTypeInfo;
import liquibase.datatype.DatabaseDataType;
import liquibase.datatype.core.TimestampType;

/** Points in time: TIMESTAMP(6), never a plain TIMESTAMP. */
@DataTypeInfo(
        name = "timestamp",
        aliases = {
            "java.sql.Types.TIMESTAMP",
            "java.sql.Types.TIMESTAMP_WITH_TIMEZONE",
            "java.sql.Timestamp",
            "timestamptz",
            "datetime",
            "java.sql.Types.DATETIME",
            "java.util.Date",
            "smalldatetime",
            "datetime2"
        },
        minParameters = 0,
        maxParameters = 1,
        priority = TimestampType.PRIORITY_DATABASE)
public final class DqliteTimestamp extends TimestampType {
    /** Called by Liquibase. */
    public DqliteTimestamp() {}

    @Override
    public boolean supports(Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public DatabaseDataType toDatabaseDataType(Database database) {
        Object digits = getParameters().length == 0 ? 6 : getParameters()[0];
        DatabaseDataType type = new DatabaseDataType("TIMESTAMP", digits);
        String definition = getRawDefinition() == null ? "" : getRawDefinition().toLowerCase(Locale.ROOT);
        if (definition.contains("timestamptz")
                || definition.contains("timestamp_with_timezone")
                || definition.contains("with time zone")) {
            type.addAdditionalInformation("WITH TIME ZONE");
        }
        return type;
    }
}
