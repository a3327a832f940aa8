package io.github.dqlite4j.spring.boot.liquibase;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.InsertOrUpdateGenerator;
import liquibase.statement.core.InsertOrUpdateStatement;

/**
 * Inserts a row, or updates the one with its key: {@code loadUpdateData}. The key must have a unique constraint. INSERT OR REPLACE, which Liquibase uses
 * for SQLite, deletes the old row first, and also the rows that refer to it.
 */
// Liquibase's own methods have raw types.
@SuppressWarnings("rawtypes")
public final class InsertOrUpdate extends InsertOrUpdateGenerator {
    /** Called by Liquibase. */
    public InsertOrUpdate() {}

    @Override
    public boolean supports(InsertOrUpdateStatement statement, Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    protected String getInsertStatement(InsertOrUpdateStatement statement, Database database, SqlGeneratorChain chain) {
        String insert = super.getInsertStatement(statement, database, chain).strip();
        List<String> keys = Arrays.stream(statement.getPrimaryKey().split(","))
                .map(String::strip)
                .toList();
        String changes = statement.getColumnValues().keySet().stream()
                .filter(column -> !keys.contains(column) && statement.getAllowColumnUpdate(column))
                .map(column -> database.escapeColumnName(null, null, statement.getTableName(), column))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return insert.substring(0, insert.length() - 1) + " ON CONFLICT ("
                + database.escapeColumnNameList(String.join(", ", keys)) + ") DO "
                + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes) + ";\n";
    }

    @Override
    protected String getUpdateStatement(
            InsertOrUpdateStatement statement, Database database, String whereClause, SqlGeneratorChain chain)
            throws LiquibaseException {
        return Boolean.TRUE.equals(statement.getOnlyUpdate())
                ? super.getUpdateStatement(statement, database, whereClause, chain)
                : "";
    }

    @Override
    protected String getRecordCheck(InsertOrUpdateStatement statement, Database database, String whereClause) {
        return "";
    }

    @Override
    protected String getElse(Database database) {
        return "";
    }
}
