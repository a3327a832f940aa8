package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.datatype.DataTypeFactory;
import liquibase.sqlgenerator.core.ModifyDataTypeGenerator;
import liquibase.statement.core.ModifyDataTypeStatement;

/** Changes the declared type of a column. The values stay as SQLite stores them under the new one. */
public final class ModifyDataType extends RebuildGenerator<ModifyDataTypeStatement> {
    /** Called by Liquibase. */
    public ModifyDataType() {
        super(new ModifyDataTypeGenerator());
    }

    @Override
    String table(ModifyDataTypeStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, ModifyDataTypeStatement statement, Database database) {
        return definition.withType(
                statement.getColumnName(),
                DataTypeFactory.getInstance()
                        .fromDescription(statement.getNewDataType(), database)
                        .toDatabaseDataType(database)
                        .toString());
    }
}
