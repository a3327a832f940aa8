package io.github.dqlite4j.spring.boot.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.structure.core.Column;
import liquibase.structure.core.Table;
import org.junit.jupiter.api.Test;

class DqliteLiquibaseDatabaseTest {
    @Test
    void aViewIsWhatFollowsItsName() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW \"same AS before\" (\"as AS\") AS -- the rows\n SELECT 1 AS one");
            DqliteLiquibaseDatabase database = new DqliteLiquibaseDatabase();
            database.setConnection(new JdbcConnection(connection));
            assertThat(database.getViewDefinition(null, "Same as Before")).isEqualTo("SELECT 1 AS one");
            assertThatThrownBy(() -> database.getViewDefinition(null, "none\n"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("There is no view none\\n");
        }
    }

    @Test
    void keywordsAreQuoted() {
        DqliteLiquibaseDatabase database = new DqliteLiquibaseDatabase();
        for (String word : new String[] {"order", "Group", "INDEX", "default", "check", "true"}) {
            assertThat(database.escapeObjectName(word, Table.class)).isEqualTo('"' + word + '"');
            assertThat(database.escapeColumnNameList(word)).isEqualTo('"' + word + '"');
        }
        assertThat(database.escapeObjectName("name", Column.class)).isEqualTo("name");
    }

    @Test
    void itsDriverIsFoundByTheUrl() {
        DqliteLiquibaseDatabase database = new DqliteLiquibaseDatabase();
        assertThat(database.getDefaultDriver("jdbc:dqlite://127.0.0.1:9001/shop"))
                .isEqualTo("io.github.dqlite4j.jdbc.DqliteDriver");
        assertThat(database.getDefaultDriver("jdbc:sqlite:shop")).isNull();
    }
}
