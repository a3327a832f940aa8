package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.sqlgenerator.core.AddForeignKeyConstraintGenerator;
import liquibase.statement.core.AddForeignKeyConstraintStatement;
import org.jspecify.annotations.Nullable;

/** Adds a foreign key. The existing rows must satisfy it. */
public final class AddForeignKey extends RebuildGenerator<AddForeignKeyConstraintStatement> {
    /** Called by Liquibase. */
    public AddForeignKey() {
        super(new AddForeignKeyConstraintGenerator());
    }

    @Override
    String table(AddForeignKeyConstraintStatement statement) {
        return statement.getBaseTableName();
    }

    @Override
    TableDefinition change(TableDefinition definition, AddForeignKeyConstraintStatement statement, Database database) {
        return definition.withConstraint(Constraints.named(statement.getConstraintName()) + "FOREIGN KEY ("
                + database.escapeColumnNameList(statement.getBaseColumnNames()) + ") REFERENCES "
                + database.escapeTableName(null, null, statement.getReferencedTableName()) + " ("
                + database.escapeColumnNameList(statement.getReferencedColumnNames()) + ")"
                + action(" ON UPDATE ", statement.getOnUpdate())
                + action(" ON DELETE ", statement.getOnDelete())
                + (statement.isDeferrable() || statement.isInitiallyDeferred() ? " DEFERRABLE" : "")
                + (statement.isInitiallyDeferred() ? " INITIALLY DEFERRED" : ""));
    }

    private static String action(String event, @Nullable String action) {
        return action == null ? "" : event + action;
    }
}
