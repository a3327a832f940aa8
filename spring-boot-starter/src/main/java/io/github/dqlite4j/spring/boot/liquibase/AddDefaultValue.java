package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.datatype.DataTypeFactory;
import liquibase.sqlgenerator.core.AddDefaultValueGenerator;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.core.AddDefaultValueStatement;

/** Sets the default of a column. */
public final class AddDefaultValue extends RebuildGenerator<AddDefaultValueStatement> {
    /** Called by Liquibase. */
    public AddDefaultValue() {
        super(new AddDefaultValueGenerator());
    }

    @Override
    String table(AddDefaultValueStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, AddDefaultValueStatement statement, Database database) {
        Object value = statement.getDefaultValue();
        String sql = DataTypeFactory.getInstance().fromObject(value, database).objectToSql(value, database);
        return definition.withDefault(
                statement.getColumnName(), value instanceof DatabaseFunction ? "(" + sql + ")" : sql);
    }
}
