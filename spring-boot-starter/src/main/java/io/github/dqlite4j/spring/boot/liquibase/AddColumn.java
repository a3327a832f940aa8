package io.github.dqlite4j.spring.boot.liquibase;

import java.util.List;
import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.AddColumnGenerator;
import liquibase.statement.ColumnConstraint;
import liquibase.statement.ForeignKeyConstraint;
import liquibase.statement.core.AddColumnStatement;

/**
 * Adds a column. Its foreign key is a part of it, and if it is unique, there is an index for this: the rest of the table does not change.
 */
// Liquibase's own methods have raw types.
@SuppressWarnings("rawtypes")
public final class AddColumn extends AddColumnGenerator {
    /** Called by Liquibase. */
    public AddColumn() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(AddColumnStatement statement, Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public ValidationErrors validate(AddColumnStatement statement, Database database, SqlGeneratorChain chain) {
        ValidationErrors errors = super.validate(statement, database, chain);
        List<AddColumnStatement> columns = statement.isMultiple() ? statement.getColumns() : List.of(statement);
        if (columns.stream().anyMatch(AddColumnStatement::isAutoIncrement)) {
            errors.addError("autoIncrement is for a column of createTable");
        }
        return errors;
    }

    @Override
    protected String generateSingleColumnSQL(AddColumnStatement statement, Database database) {
        StringBuilder sql = new StringBuilder(super.generateSingleColumnSQL(statement, database));
        for (ColumnConstraint constraint : statement.getConstraints()) {
            if (constraint instanceof ForeignKeyConstraint key) {
                String references = key.getReferences() != null
                        ? key.getReferences()
                        : database.escapeTableName(null, null, key.getReferencedTableName()) + "("
                                + database.escapeColumnNameList(key.getReferencedColumnNames()) + ")";
                sql.append(' ')
                        .append(Constraints.named(key.getForeignKeyName()))
                        .append("REFERENCES ")
                        .append(references)
                        .append(key.isDeleteCascade() ? " ON DELETE CASCADE" : "");
            }
        }
        return sql.toString();
    }

    @Override
    protected void addForeignKeyStatements(AddColumnStatement statement, Database database, List<Sql> sql) {}

    @Override
    protected void addUniqueConstraintStatements(AddColumnStatement statement, Database database, List<Sql> sql) {
        if (statement.isUnique()) {
            String table = statement.getTableName();
            String column = statement.getColumnName();
            String given = statement.getUniqueStatementName();
            String name = given == null ? "UX_" + table + "_" + column : given;
            sql.add(new UnparsedSql(
                    "CREATE UNIQUE INDEX " + database.escapeIndexName(null, null, name) + " ON "
                            + database.escapeTableName(null, null, table) + " ("
                            + database.escapeColumnName(null, null, table, column) + ")",
                    getAffectedColumn(statement)));
        }
    }
}
