package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import liquibase.Contexts;
import liquibase.Scope;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.exception.LockException;
import liquibase.lockservice.LockService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of Liquibase that need a table to be built again. */
@Timeout(120)
class LiquibaseChangesIT {
    private static final String FILE = "liquibase/changes.yaml";

    @AutoClose
    private static final DqliteCluster NODE = DqliteCluster.start(1);

    private final String url = NODE.newDatabase();

    private void liquibase(LiquibaseRun.Work work) throws SQLException, LiquibaseException {
        try (Connection connection = DriverManager.getConnection(url)) {
            LiquibaseRun.run(new JdbcConnection(connection), FILE, work);
            assertThat(LiquibaseRun.texts(connection, "PRAGMA foreign_keys")).containsExactly("1");
        }
    }

    /** Contexts that do not exist leave out the change sets that have one. */
    private void update(String contexts) throws SQLException, LiquibaseException {
        liquibase(liquibase -> liquibase.update(contexts));
    }

    private List<String> texts(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return LiquibaseRun.texts(connection, sql);
        }
    }

    private String definition(String table) throws SQLException {
        return texts("SELECT sql FROM sqlite_master WHERE name = '" + table + "'")
                .get(0);
    }

    @Test
    void typesAreThoseOfTheDriver() throws Exception {
        update("none");
        assertThat(texts("SELECT type FROM pragma_table_info('parent')"))
                .containsExactly(
                        "INTEGER",
                        "VARCHAR(50)",
                        "TIMESTAMP(6)",
                        "TIMESTAMP WITH TIME ZONE(6)",
                        "BOOL",
                        "DATE(10)",
                        "UUID",
                        "DECIMAL(14, 3)",
                        "BIGINT",
                        "VARCHAR(10)");
    }

    @Test
    void tablesAreChangedAndNothingElseIs() throws Exception {
        update("none");
        assertThat(definition("keyless"))
                .contains("COLLATE NOCASE CHECK (length(b) > 0)", "STRICT", "-- the last")
                .contains("CONSTRAINT \"pk_keyless\" PRIMARY KEY (a, b)")
                .contains("CONSTRAINT \"fk_parent\" FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE")
                .doesNotContain("DEFAULT");
        assertThat(definition("parent"))
                .contains("AUTOINCREMENT", "NOT NULL", "DEFAULT TRUE", "CONSTRAINT \"ux_name\" UNIQUE (name)")
                .doesNotContain("'none'");
        assertThat(texts("SELECT name FROM names")).containsExactly("a");
        assertThat(texts("SELECT id FROM child")).containsExactly("10", "11");
        assertThat(texts("SELECT a FROM keyless")).containsExactly("1");
        assertThat(texts("SELECT name FROM sqlite_master WHERE name LIKE '%rebuild%'"))
                .isEmpty();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO parent (name) VALUES ('b')");
            assertThat(LiquibaseRun.texts(connection, "SELECT id FROM parent WHERE name = 'b'"))
                    .as("an id is not used twice")
                    .containsExactly("10");
            assertThat(LiquibaseRun.texts(connection, "SELECT n FROM log")).containsExactly("1", "9", "10");
            assertThat(LiquibaseRun.texts(connection, "SELECT name FROM pragma_index_list('parent') ORDER BY 1"))
                    .contains("by_name");
            statement.execute("DELETE FROM parent WHERE id = 1");
            assertThat(LiquibaseRun.texts(connection, "SELECT a FROM keyless")).isEmpty();
        }
    }

    @Test
    void constraintsAreDropped() throws Exception {
        update("none");
        update("undo");
        assertThat(definition("keyless")).doesNotContain("CONSTRAINT", "KEY").contains("CHECK");
        assertThat(definition("parent")).doesNotContain("ux_name", "price").contains("name VARCHAR(50)  ,");
        assertThat(texts("SELECT name FROM pragma_index_list('parent')")).containsExactly("by_name");
        assertThat(texts("SELECT id FROM child")).containsExactly("10", "11");
        assertThat(texts("SELECT count(*) FROM history")).containsExactly("2");
    }

    @Test
    void rowsThatBreakAConstraintStopTheChange() throws Exception {
        update("none");
        String before = definition("child");
        assertThatThrownBy(() -> update("duplicate"))
                .isInstanceOf(LiquibaseException.class)
                .hasMessageContaining("UNIQUE");
        assertThatThrownBy(() -> update("orphan"))
                .isInstanceOf(LiquibaseException.class)
                .hasMessageContaining("Rows would refer to missing rows");
        assertThat(definition("child")).isEqualTo(before);
        assertThat(texts("SELECT count(*) FROM child WHERE id < 12")).containsExactly("2");
        assertThat(texts("SELECT name FROM sqlite_master WHERE name LIKE '%rebuild%'"))
                .isEmpty();
    }

    @Test
    void changesAreRolledBackByTheirInverses() throws Exception {
        update("none");
        update("inverse");
        assertThat(definition("child")).contains("fk_self", "NOT NULL");
        liquibase(liquibase -> liquibase.rollback(1, "inverse"));
        assertThat(definition("child")).doesNotContain("fk_self", "NOT NULL", "before");
        assertThat(texts("SELECT id FROM child")).containsExactly("10", "11");
    }

    @Test
    void aTableIsFoundInUpperOrLowerCaseAndKeepsItsNumber() throws Exception {
        update("case");
        assertThat(definition("Orders")).contains("PRIMARY KEY AUTOINCREMENT", "name VARCHAR(10) NOT NULL");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orders (name) VALUES ('new')");
            assertThat(LiquibaseRun.texts(connection, "SELECT id FROM orders")).containsExactly("100", "102");
            assertThat(LiquibaseRun.texts(
                            connection, "SELECT name || seq FROM sqlite_sequence WHERE name LIKE 'orders'"))
                    .containsExactly("Orders102");
        }
    }

    @Test
    void anIntegerPrimaryKeyKeepsItsType() throws Exception {
        update("none");
        String parent = definition("parent");
        String child = definition("child");
        update("rowid");
        assertThat(definition("parent")).isEqualTo(parent);
        assertThat(definition("child")).isEqualTo(child);
        assertThat(definition("log")).contains("n BIGINT");
        assertThatThrownBy(() -> update("no-rowid"))
                .isInstanceOf(LiquibaseException.class)
                .hasMessageContaining("\"id\" is an INTEGER PRIMARY KEY, and cannot become VARCHAR(10)");
        assertThat(definition("child")).isEqualTo(child);
    }

    @Test
    void namesMayBeKeywords() throws Exception {
        update("keywords");
        assertThat(definition("select"))
                .contains("\"group\" VARCHAR(10) NOT NULL", "UNIQUE (\"group\", \"check\")", "\"default\" INT");
        assertThat(texts("SELECT id || \"group\" FROM \"select\"")).containsExactly("1a");
    }

    @Test
    void aTaskRunsOnce() throws Exception {
        CountedTask.RUNS.set(0);
        update("task");
        assertThat(CountedTask.RUNS).hasValue(1);
    }

    @Test
    void rowsAreUpdatedAndNotReplaced() throws Exception {
        update("none");
        update("load");
        assertThat(texts("SELECT name FROM parent ORDER BY id")).containsExactly("changed", "new");
        assertThat(texts("SELECT id FROM child")).containsExactly("10", "11");
    }

    /** Its text depends on the table as it is then. */
    @Test
    @SuppressWarnings("deprecation")
    void aScriptOfARebuildIsRefused() throws Exception {
        update("none");
        liquibase(liquibase -> assertThatThrownBy(() -> liquibase.update(new Contexts("undo"), new StringWriter()))
                .hasMessageContaining("up to date database metadata"));
        assertThat(definition("keyless")).contains("fk_parent");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The messages of all levels. */
    // Liquibase's own method has a raw type, and its loggers can be closed with any exception.
    @SuppressWarnings({"rawtypes", "try"})
    private static final class Messages extends AbstractLogService {
        private final StringBuilder all = new StringBuilder();

        @Override
        public int getPriority() {
            return PRIORITY_NOT_APPLICABLE;
        }

        @Override
        public Logger getLog(Class type) {
            return new AbstractLogger() {
                @Override
                public void log(Level level, String message, Throwable e) {
                    all.append(message).append('\n');
                }
            };
        }
    }

    private String failure(String contexts) throws Exception {
        return failure(() -> update(contexts));
    }

    /** Fails, and returns what is logged and thrown, with the stack traces. */
    private static String failure(ThrowingCallable work) throws Exception {
        Messages log = new Messages();
        StringWriter thrown = new StringWriter();
        Scope.child(
                Scope.Attr.logService,
                log,
                () -> assertThatThrownBy(work).satisfies(e -> e.printStackTrace(new PrintWriter(thrown))));
        return log.all.toString() + thrown;
    }

    @Test
    void aStoredDefinitionIsPrintable() throws Exception {
        update("none");
        execute("CREATE TABLE odd (b INT, \"c\u001b[31m\" INT /* \u0007 */)");
        execute("INSERT INTO odd (b) VALUES (1), (1)");
        assertThat(failure("odd"))
                .contains("Failed SQL: (2067) INSERT", "c\\u001b[31m", "/* \\u0007 */", "DROP TABLE \"odd\"")
                .doesNotContain("\u001b", "\u0007");
        assertThat(texts("SELECT count(*) FROM odd")).containsExactly("2");
    }

    @Test
    void aStoredChecksumIsPrintable() throws Exception {
        update("none");
        execute("UPDATE databasechangelog SET md5sum = 'wrong\u001b[31m' WHERE id = 'create'");
        assertThat(failure("none")).contains("wrong\\u001b[31m").doesNotContain("\u001b");
    }

    @Test
    void aStoredExecutionTypeIsPrintable() throws Exception {
        update("none");
        execute("UPDATE databasechangelog SET exectype = 'wrong\u001b[31m' WHERE id = 'create'");
        assertThat(failure("none")).contains("wrong\\u001b[31m").doesNotContain("\u001b");
    }

    @Test
    void theHolderOfTheLockIsPrintable() throws Exception {
        update("none");
        execute(
                "UPDATE databasechangeloglock SET locked = 1, lockgranted = CURRENT_TIMESTAMP, lockedby = 'other\u001b[31m'");
        assertThat(failure(() -> liquibase(liquibase -> {
                    LockService locks = LockServiceFactory.getInstance().getLockService(liquibase.getDatabase());
                    locks.setChangeLogLockWaitTime(0);
                    locks.setChangeLogLockRecheckTime(0);
                    locks.waitForLock();
                })))
                .contains(LockException.class.getName(), "other\\u001b[31m")
                .doesNotContain("\u001b");
    }
}
