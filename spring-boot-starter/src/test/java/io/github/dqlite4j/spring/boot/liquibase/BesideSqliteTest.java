package io.github.dqlite4j.spring.boot.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.spring.boot.liquibase.type.DqliteTimestamp;
import liquibase.change.ColumnConfig;
import liquibase.database.Database;
import liquibase.database.core.H2Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.datatype.DataTypeFactory;
import liquibase.sqlgenerator.SqlGenerator;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AddPrimaryKeyStatement;
import liquibase.statement.core.RenameTableStatement;
import liquibase.structure.core.Table;
import org.junit.jupiter.api.Test;

/** Liquibase remembers its choices. Those for other databases of the application stay as they are without the starter. */
class BesideSqliteTest {
    private static final SqlStatement KEY =
            new AddPrimaryKeyStatement(null, null, "t", new ColumnConfig[] {new ColumnConfig().setName("a")}, "pk");

    private static SqlGenerator<?> chosen(SqlStatement statement, Database database) {
        return SqlGeneratorFactory.getInstance()
                .getGenerators(statement, database)
                .first();
    }

    @Test
    void eachDatabaseHasItsOwnGenerators() {
        SqlStatement rename = new RenameTableStatement(null, null, "a", "b");
        for (int i = 0; i < 2; i++) {
            for (Database other : new Database[] {new SQLiteDatabase(), new H2Database()}) {
                assertThat(chosen(rename, other).getClass().getName()).startsWith("liquibase.");
            }
            assertThat(chosen(rename, new DqliteLiquibaseDatabase())).isInstanceOf(RenameTable.class);
            assertThat(chosen(KEY, new DqliteLiquibaseDatabase())).isInstanceOf(AddPrimaryKey.class);
            assertThat(SqlGeneratorFactory.getInstance().supports(KEY, new SQLiteDatabase()))
                    .isFalse();
        }
    }

    @Test
    void eachDatabaseHasItsOwnTypes() {
        DataTypeFactory types = DataTypeFactory.getInstance();
        assertThat(types.fromDescription("timestamp", new DqliteLiquibaseDatabase()))
                .isInstanceOf(DqliteTimestamp.class);
        Database sqlite = new SQLiteDatabase();
        assertThat(types.fromDescription("timestamp", sqlite).toDatabaseDataType(sqlite))
                .hasToString("TEXT");
        assertThat(types.fromDescription("boolean", sqlite).toDatabaseDataType(sqlite))
                .hasToString("BOOLEAN");
    }

    @Test
    void aTableOfTheDriverIsNoneOfTheApplication() {
        for (String table : new String[] {"sqlite_sequence", "dqlite4j_outcome", "dqlite4j_outcome_none"}) {
            assertThat(new DqliteLiquibaseDatabase().isSystemObject(new Table().setName(table)))
                    .isTrue();
        }
        assertThat(new DqliteLiquibaseDatabase().isSystemObject(new Table().setName("orders")))
                .isFalse();
    }
}
