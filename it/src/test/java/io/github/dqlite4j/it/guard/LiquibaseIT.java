package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.SQLiteDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without the starter, Liquibase takes the database for SQLite. For some changes it then renames the table, copies it, and drops the old one. */
class LiquibaseIT {
    private NodeUnderTest node;

    @BeforeEach
    void start() throws SQLException {
        node = new NodeUnderTest();
    }

    @AfterEach
    void stop() throws SQLException {
        node.close();
    }

    private void update(String contexts) throws SQLException, LiquibaseException {
        try (Connection connection = node.connect()) {
            update(
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection)),
                    contexts);
        }
    }

    private static void update(Database database, String contexts) throws LiquibaseException {
        new Liquibase("liquibase/parent.xml", new ClassLoaderResourceAccessor(), database).update(contexts);
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void aChangeThatRebuildsTheParentAsForSqliteIsRefusedAndLosesNothing() throws Exception {
        update("create");

        try (Connection connection = node.connect()) {
            Database sqlite = new SQLiteDatabase();
            sqlite.setConnection(new JdbcConnection(connection));
            assertThatThrownBy(() -> update(sqlite, "drop-column"))
                    .isInstanceOf(LiquibaseException.class)
                    .hasMessageContaining("refused: DROP TABLE parent_temporary would delete rows of child");
        }

        assertThat(one("SELECT count(*) FROM child")).isEqualTo("2");
        assertThat(one("SELECT count(*) FROM parent")).isEqualTo("1");
    }

    @Test
    void aColumnIsDroppedWithoutARebuild() throws Exception {
        update("create");

        update("drop-column");

        assertThat(one("SELECT group_concat(name) FROM pragma_table_info('parent')"))
                .isEqualTo("id,name");
        assertThat(one("SELECT count(*) FROM child")).isEqualTo("2");
    }

    @Test
    void alterTableAsSqlKeepsTheChildren() throws Exception {
        update("create");

        update("alter-table");

        assertThat(one("SELECT group_concat(name) FROM pragma_table_info('parent')"))
                .isEqualTo("id,name");
        assertThat(one("SELECT count(*) FROM child")).isEqualTo("2");
    }

    @Test
    void withForeignKeysOffARebuildKeepsTheChildren() throws Exception {
        update("create");

        update("rebuild");

        assertThat(one("SELECT group_concat(name) FROM pragma_table_info('parent')"))
                .isEqualTo("id,label");
        assertThat(one("SELECT count(*) FROM child")).isEqualTo("2");
    }
}
