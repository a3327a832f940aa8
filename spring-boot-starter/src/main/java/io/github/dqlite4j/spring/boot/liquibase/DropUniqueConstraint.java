package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import liquibase.database.Database;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.DropUniqueConstraintGenerator;
import liquibase.statement.core.DropUniqueConstraintStatement;
import liquibase.structure.core.Index;

/** Drops a unique constraint by its name, or the unique index of this name that {@link AddColumn} has created instead. */
public final class DropUniqueConstraint extends RebuildGenerator<DropUniqueConstraintStatement> {
    /** Called by Liquibase. */
    public DropUniqueConstraint() {
        super(new DropUniqueConstraintGenerator());
    }

    @Override
    String table(DropUniqueConstraintStatement statement) {
        return statement.getTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, DropUniqueConstraintStatement statement, Database database) {
        return definition.withoutConstraint(statement.getConstraintName());
    }

    @Override
    public Sql[] generateSql(
            DropUniqueConstraintStatement statement,
            Database database,
            SqlGeneratorChain<DropUniqueConstraintStatement> chain) {
        return TableRebuild.of((DqliteLiquibaseDatabase) database, table(statement))
                .uniqueIndex(statement.getConstraintName())
                .map(index ->
                        new Sql[] {new UnparsedSql("DROP INDEX " + SqlIdentifiers.quote(index), new Index(index))})
                .orElseGet(() -> super.generateSql(statement, database, chain));
    }
}
