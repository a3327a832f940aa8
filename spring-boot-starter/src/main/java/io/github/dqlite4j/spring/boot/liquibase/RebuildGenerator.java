package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGenerator;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.AbstractSqlGenerator;
import liquibase.statement.SqlStatement;

/**
 * A change of a table that ALTER TABLE of SQLite cannot make.
 *
 * @param <S> what is to be changed
 */
abstract class RebuildGenerator<S extends SqlStatement> extends AbstractSqlGenerator<S> {
    private final SqlGenerator<S> own;

    /** With Liquibase's own generator, which validates the statement. */
    RebuildGenerator(SqlGenerator<S> own) {
        this.own = own;
    }

    /** The table that is changed. */
    abstract String table(S statement);

    /** Its definition afterwards. */
    abstract TableDefinition change(TableDefinition definition, S statement, Database database);

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(S statement, Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public boolean generateStatementsIsVolatile(Database database) {
        return true;
    }

    @Override
    public ValidationErrors validate(S statement, Database database, SqlGeneratorChain<S> chain) {
        return own.validate(statement, database, chain);
    }

    @Override
    public Sql[] generateSql(S statement, Database database, SqlGeneratorChain<S> chain) {
        return TableRebuild.of((DqliteLiquibaseDatabase) database, table(statement))
                .sql(definition -> change(definition, statement, database));
    }
}
