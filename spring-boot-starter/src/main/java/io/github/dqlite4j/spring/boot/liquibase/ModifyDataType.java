package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import liquibase.database.Database;
import liquibase.datatype.DataTypeFactory;
import liquibase.sqlgenerator.core.ModifyDataTypeGenerator;
import liquibase.statement.core.ModifyDataTypeStatement;

/**
 * Changes the declared type of a column. The values are stored as SQLite converts them to the new type. An INTEGER PRIMARY KEY keeps its
 * type, because SQLite generates values only for this type.
 */
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
        String column = statement.getColumnName();
        String type = DataTypeFactory.getInstance()
                .fromDescription(statement.getNewDataType(), database)
                .toDatabaseDataType(database)
                .toString();
        if (!TableRebuild.of((DqliteLiquibaseDatabase) database, table(statement))
                .isRowid(column)) {
            return definition.withType(column, type);
        }
        // SQLite treats every type with these letters as an integer.
        if (!Ascii.upper(type).contains("INT")) {
            throw new IllegalArgumentException("The column " + SqlIdentifiers.quote(column)
                    + " is an INTEGER PRIMARY KEY, and cannot become " + type
                    + ": SQLite would no longer generate its values");
        }
        return definition;
    }
}
