package io.github.dqlite4j.spring.boot.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liquibase.change.ColumnConfig;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AddDefaultValueStatement;
import liquibase.statement.core.AddForeignKeyConstraintStatement;
import liquibase.statement.core.AddPrimaryKeyStatement;
import liquibase.statement.core.AddUniqueConstraintStatement;
import liquibase.statement.core.DropDefaultValueStatement;
import liquibase.statement.core.DropForeignKeyConstraintStatement;
import liquibase.statement.core.DropPrimaryKeyStatement;
import liquibase.statement.core.DropUniqueConstraintStatement;
import liquibase.statement.core.ModifyDataTypeStatement;
import liquibase.statement.core.SetNullableStatement;
import org.junit.jupiter.api.Test;

/** What Liquibase refuses before it runs anything. */
class ValidationTest {
    private static final DqliteLiquibaseDatabase DATABASE = new DqliteLiquibaseDatabase();

    private static List<String> errors(SqlStatement statement) {
        return SqlGeneratorFactory.getInstance().validate(statement, DATABASE).getErrorMessages();
    }

    @Test
    void whatIsNeededMustBeGiven() {
        assertThat(errors(new SetNullableStatement(null, null, "t", null, null, false)))
                .anyMatch(error -> error.contains("columnName"));
        assertThat(errors(new SetNullableStatement(null, null, "t", null, null, true)))
                .anyMatch(error -> error.contains("columnName"));
        assertThat(errors(new AddDefaultValueStatement(null, null, "t", null, "int", 1)))
                .anyMatch(error -> error.contains("columnName"));
        assertThat(errors(new DropDefaultValueStatement(null, null, "t", null, null)))
                .anyMatch(error -> error.contains("columnName"));
        assertThat(errors(new ModifyDataTypeStatement(null, null, "t", null, null)))
                .anyMatch(error -> error.contains("columnName"))
                .anyMatch(error -> error.contains("newDataType"));
        assertThat(errors(new AddPrimaryKeyStatement(null, null, "t", new ColumnConfig[0], "pk")))
                .anyMatch(error -> error.contains("columnNames"));
        assertThat(errors(new AddUniqueConstraintStatement(null, null, "t", new ColumnConfig[0], "ux")))
                .anyMatch(error -> error.contains("columnNames"));
        assertThat(errors(new AddForeignKeyConstraintStatement(
                        "fk", null, null, "t", new ColumnConfig[0], null, null, null, new ColumnConfig[0])))
                .anyMatch(error -> error.contains("baseColumnNames"))
                .anyMatch(error -> error.contains("referencedTableName"));
        assertThat(errors(new DropUniqueConstraintStatement(null, null, "t", null)))
                .anyMatch(error -> error.contains("constraintName"));
        assertThat(errors(new DropForeignKeyConstraintStatement(null, null, "t", null)))
                .anyMatch(error -> error.contains("constraintName"));
        assertThat(errors(new DropPrimaryKeyStatement(null, null, null, null)))
                .anyMatch(error -> error.contains("tableName"));
        assertThat(errors(new SetNullableStatement(null, null, "t", "a", null, false)))
                .isEmpty();
    }
}
