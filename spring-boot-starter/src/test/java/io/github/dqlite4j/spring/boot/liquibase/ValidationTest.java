package io.github.dqlite4j.spring.boot.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import liquibase.change.ColumnConfig;
import liquibase.datatype.DataTypeFactory;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.AutoIncrementConstraint;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AddColumnStatement;
import liquibase.statement.core.AddDefaultValueStatement;
import liquibase.statement.core.AddForeignKeyConstraintStatement;
import liquibase.statement.core.AddPrimaryKeyStatement;
import liquibase.statement.core.AddUniqueConstraintStatement;
import liquibase.statement.core.CreateTableStatement;
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

    private static List<String> errorsOfCount(Long startWith, Long incrementBy) {
        return errors(new CreateTableStatement(null, null, "t")
                .addPrimaryKeyColumn(
                        "id", DataTypeFactory.getInstance().fromDescription("bigint", DATABASE), null, "pk", null)
                .addColumnConstraint(new AutoIncrementConstraint("id", number(startWith), number(incrementBy))));
    }

    private static BigInteger number(Long value) {
        return value == null ? null : BigInteger.valueOf(value);
    }

    @Test
    void sqliteCountsByOneAndFromOne() {
        assertThat(errorsOfCount(null, null)).isEmpty();
        assertThat(errorsOfCount(1L, 1L)).isEmpty();
        assertThat(errorsOfCount(Long.MAX_VALUE, null)).isEmpty();
        assertThat(errorsOfCount(0L, null)).singleElement().asString().contains("startWith");
        assertThat(errorsOfCount(-5L, null)).singleElement().asString().contains("startWith");
        assertThat(errorsOfCount(1L, 2L)).singleElement().asString().contains("incrementBy");
    }

    @Test
    void aColumnThatIsAddedDoesNotCount() {
        AddColumnStatement counted =
                new AddColumnStatement(null, null, "t", "a", "bigint", null, new AutoIncrementConstraint("a"));
        AddColumnStatement plain = new AddColumnStatement(null, null, "t", "b", "bigint", null);
        assertThat(errors(counted)).singleElement().asString().contains("autoIncrement");
        assertThat(errors(new AddColumnStatement(plain, counted)))
                .singleElement()
                .asString()
                .contains("autoIncrement");
        assertThat(errors(plain)).isEmpty();
    }
}
