package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.JavaProcess;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.spring.boot.flyway.DqliteDatabaseType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kinds of Flyway's scripts: repeatable, callbacks, without a transaction, in an existing schema; with its API, another version of it,
 * and its command line.
 */
class FlywayScriptsIT {
    private static final String REBUILD = """
            PRAGMA foreign_keys=OFF;
            BEGIN IMMEDIATE;
            CREATE TABLE new_parent (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
            INSERT INTO new_parent SELECT id, name FROM parent;
            DROP TABLE parent;
            ALTER TABLE new_parent RENAME TO parent;
            PRAGMA foreign_key_check;
            COMMIT;
            PRAGMA foreign_keys=ON;
            """;

    @AutoClose
    private static final NodeUnderTest NODE = open();

    @TempDir
    Path scripts;

    private static NodeUnderTest open() {
        try {
            return new NodeUnderTest();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(scripts.resolve(name), text);
    }

    private FluentConfiguration configuration(String database) {
        return Flyway.configure()
                .dataSource(NODE.url(database), null, null)
                .locations("filesystem:" + scripts)
                .cleanDisabled(false);
    }

    private static List<String> read(String database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(NODE.url(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    void repeatableScriptsAndCallbacks() throws Exception {
        script("V1__log.sql", "CREATE TABLE log (id INTEGER PRIMARY KEY, entry TEXT);");
        script("R__view.sql", "DROP VIEW IF EXISTS entries; CREATE VIEW entries AS SELECT entry FROM log;");
        script("afterEachMigrate.sql", "INSERT INTO log (entry) VALUES ('after each');");
        script("afterMigrate.sql", "INSERT INTO log (entry) VALUES ('after');");
        assertThat(configuration("repeatable").load().migrate().migrationsExecuted)
                .isEqualTo(2);
        script("R__view.sql", "DROP VIEW IF EXISTS entries; CREATE VIEW entries AS SELECT upper(entry) FROM log;");
        assertThat(configuration("repeatable").load().migrate().migrationsExecuted)
                .isEqualTo(1);
        assertThat(read("repeatable", "SELECT * FROM entries"))
                .containsExactly("AFTER EACH", "AFTER EACH", "AFTER", "AFTER EACH", "AFTER");
    }

    @Test
    void aSchemaThatWasThereBefore() throws Exception {
        script("V1__first.sql", "CREATE TABLE never (a);");
        script("V2__second.sql", "CREATE TABLE second (a);");
        try (Connection connection = DriverManager.getConnection(NODE.url("baseline"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE before (a)");
        }
        assertThatThrownBy(() -> configuration("baseline").load().migrate()).isInstanceOf(FlywayException.class);
        configuration("baseline").baselineVersion("1").load().baseline();
        assertThat(configuration("baseline").load().migrate().migrationsExecuted)
                .isEqualTo(1);
        configuration("baseline").load().validate();
        assertThat(read("baseline", "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
                .containsExactly("before", "flyway_schema_history", "second");
        configuration("baseline").load().clean();
        assertThat(read("baseline", "SELECT name FROM sqlite_master")).isEmpty();
    }

    @Test
    void aScriptThatRebuildsATableWithForeignKeysOff() throws Exception {
        script("V1__tables.sql", """
                CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent ON DELETE CASCADE);
                INSERT INTO parent VALUES (1, 'one');
                CREATE TABLE log (id INTEGER PRIMARY KEY, entry TEXT);
                CREATE TRIGGER logged AFTER INSERT ON child BEGIN
                    INSERT INTO log (entry) VALUES (CASE WHEN new.id > 10 THEN 'more' ELSE 'first' END);
                END;
                INSERT INTO child VALUES (10, 1);
                """);
        script("V2__rebuild.sql", REBUILD);
        script("V2__rebuild.sql.conf", "executeInTransaction=false");
        script("V3__more.sql", "INSERT INTO child VALUES (11, 1);");
        assertThat(configuration("rebuilt").load().migrate().migrationsExecuted).isEqualTo(3);
        assertThat(read("rebuilt", "SELECT label FROM parent")).containsExactly("one");
        assertThat(read("rebuilt", "SELECT id FROM child")).containsExactly("10", "11");
        assertThat(read("rebuilt", "SELECT entry FROM log ORDER BY id")).containsExactly("first", "more");
    }

    @Test
    void withoutTheSettingTheScriptIsRefusedBeforeItStarts() throws Exception {
        script("V1__tables.sql", """
                CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent ON DELETE CASCADE);
                INSERT INTO parent VALUES (1, 'one');
                INSERT INTO child VALUES (10, 1);
                """);
        script("V2__rebuild.sql", REBUILD.replace("BEGIN IMMEDIATE;\n", "").replace("COMMIT;\n", ""));
        assertThatThrownBy(() -> configuration("refused").load().migrate())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("Detected both transactional and non-transactional statements");
        assertThat(read("refused", "SELECT id FROM child")).containsExactly("10");
        assertThat(read("refused", "SELECT version FROM flyway_schema_history ORDER BY version"))
                .containsExactly("1");
    }

    @Test
    void aScriptWithoutATransactionThatFailsIsRepaired() throws Exception {
        script("V1__half.sql", "CREATE TABLE made (a); INSERT INTO absent VALUES (1);");
        script("V1__half.sql.conf", "executeInTransaction=false");
        assertThatThrownBy(() -> configuration("half").load().migrate()).isInstanceOf(FlywayException.class);
        assertThat(read("half", "SELECT name FROM sqlite_master WHERE name = 'made'"))
                .containsExactly("made");
        script("V1__half.sql", "INSERT INTO made VALUES (1);");
        assertThatThrownBy(() -> configuration("half").load().migrate()).isInstanceOf(FlywayException.class);
        configuration("half").load().repair();
        assertThat(configuration("half").load().migrate().migrationsExecuted).isEqualTo(1);
        assertThat(read("half", "SELECT a FROM made")).containsExactly("1");
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Flyway's own directory of jars, with the driver's single jar and the starter added to it. */
    private static String classPath(String property) throws Exception {
        Path driver = jarOf(DqliteDriver.class);
        Path single = driver.resolveSibling(driver.getFileName().toString().replaceFirst("\\.jar$", "-all.jar"));
        return String.join(
                File.pathSeparator,
                System.getProperty(property) + "/*",
                single.toString(),
                jarOf(DqliteDatabaseType.class).toString());
    }

    @Test
    void theCommandLine() throws Exception {
        script("V1__tables.sql", "CREATE TABLE made (a);");
        String database = "commandline";
        List<String> printed = JavaProcess.run(
                scripts,
                "-cp",
                classPath("flyway.commandline.directory"),
                "org.flywaydb.commandline.Main",
                "-url=" + NODE.url(database),
                "-locations=filesystem:" + scripts,
                "-skipCheckForUpdate",
                "migrate");
        assertThat(printed).anyMatch(line -> line.contains("Successfully applied 1 migration"));
        assertThat(read(database, "SELECT name FROM sqlite_master WHERE name = 'made'"))
                .containsExactly("made");
    }

    /** The program of {@link #theNewestFlyway}. */
    static final class Migration {
        private Migration() {}

        public static void main(String[] arguments) {
            Flyway flyway = Flyway.configure()
                    .dataSource(arguments[0], null, null)
                    .locations("filesystem:" + arguments[1])
                    .load();
            System.out.println(flyway.migrate().flywayVersion + " "
                    + flyway.info().current().getVersion());
        }
    }

    @Test
    void theNewestFlyway() throws Exception {
        script("V1__tables.sql", "CREATE TABLE made (a);");
        script("V2__rows.sql", "INSERT INTO made VALUES (1);");
        List<String> printed = JavaProcess.run(
                scripts,
                "-cp",
                classPath("flyway.newest.directory") + File.pathSeparator + jarOf(Migration.class),
                Migration.class.getName(),
                NODE.url("newest"),
                scripts.toString());
        assertThat(printed).last().asString().matches("13\\..* 2");
        assertThat(read("newest", "SELECT a FROM made")).containsExactly("1");
    }
}
