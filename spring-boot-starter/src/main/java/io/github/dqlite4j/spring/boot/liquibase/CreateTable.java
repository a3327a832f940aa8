package io.github.dqlite4j.spring.boot.liquibase;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.CreateTableGenerator;
import liquibase.statement.AutoIncrementConstraint;
import liquibase.statement.PrimaryKeyConstraint;
import liquibase.statement.core.CreateTableStatement;
import liquibase.structure.DatabaseObject;
import org.jspecify.annotations.Nullable;

/**
 * Creates a table. An auto-increment column is {@code INTEGER … PRIMARY KEY AUTOINCREMENT}; if its first number is set, the number before
 * it is stored as the last one.
 */
// Liquibase's own methods have raw types.
@SuppressWarnings("rawtypes")
public final class CreateTable extends CreateTableGenerator {
    /** Called by Liquibase. */
    public CreateTable() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(CreateTableStatement statement, Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public ValidationErrors validate(CreateTableStatement statement, Database database, SqlGeneratorChain chain) {
        ValidationErrors errors = super.validate(statement, database, chain);
        for (AutoIncrementConstraint counted : statement.getAutoIncrementConstraints()) {
            if (!counted.getColumnName().equals(onlyKey(statement))) {
                errors.addError("autoIncrement needs a column that is the primary key: " + counted.getColumnName());
            }
            BigInteger start = counted.getStartWith();
            if (start != null && (start.signum() <= 0 || start.bitLength() >= Long.SIZE)) {
                errors.addError("startWith must be between 1 and " + Long.MAX_VALUE + ": " + start);
            }
            BigInteger step = counted.getIncrementBy();
            if (step != null && !step.equals(BigInteger.ONE)) {
                errors.addError("incrementBy must be 1: " + step);
            }
        }
        return errors;
    }

    @Override
    public Sql[] generateSql(CreateTableStatement statement, Database database, SqlGeneratorChain chain) {
        Sql[] all = super.generateSql(statement, database, chain);
        String key = onlyKey(statement);
        if (key == null || statement.getAutoIncrementConstraints().isEmpty()) {
            return all;
        }
        TableDefinition definition = new TableDefinition(all[0].toSql())
                .withoutPrimaryKey()
                .withType(key, "INTEGER")
                .withColumnConstraint(key, "PRIMARY KEY AUTOINCREMENT");
        DatabaseObject[] affected = all[0].getAffectedDatabaseObjects().toArray(DatabaseObject[]::new);
        all[0] = new UnparsedSql(definition.sql(), all[0].getEndDelimiter(), affected);
        BigInteger start =
                statement.getAutoIncrementConstraints().iterator().next().getStartWith();
        if (start == null) {
            return all;
        }
        String name = "'" + statement.getTableName().replace("'", "''") + "'";
        Sql last = new UnparsedSql(
                "INSERT INTO sqlite_sequence (name, seq) SELECT " + name + ", " + start.subtract(BigInteger.ONE)
                        + " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = " + name + ")",
                affected);
        return Stream.concat(Arrays.stream(all), Stream.of(last)).toArray(Sql[]::new);
    }

    private static @Nullable String onlyKey(CreateTableStatement statement) {
        PrimaryKeyConstraint key = statement.getPrimaryKeyConstraint();
        return key != null && key.getColumns().size() == 1 ? key.getColumns().get(0) : null;
    }
}
