package io.github.dqlite4j.spring.boot.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.database.DatabaseTypeRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Runs Flyway on sqlite-jdbc connections that report the driver name "dqlite4j". */
class DqliteDatabaseTypeTest {

    @TempDir
    Path directory;

    private Connection keeper;

    /** Sets WAL mode first, and keeps one connection open: the last connection to a file in WAL mode locks it when it closes. */
    @BeforeEach
    void createDatabase() throws SQLException {
        keeper = DriverManager.getConnection(url());
        try (Statement statement = keeper.createStatement()) {
            statement.execute("PRAGMA journal_mode = wal");
            statement.execute("PRAGMA user_version = 1");
        }
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        keeper.close();
    }

    private String url() {
        return "jdbc:sqlite:" + directory.resolve("test.db") + "?foreign_keys=on&busy_timeout=20";
    }

    @BeforeEach
    void writeMigrations() throws Exception {
        for (int version = 1; version <= 4; version++) {
            Files.writeString(
                    directory.resolve("V" + version + "__step.sql"),
                    "CREATE TABLE IF NOT EXISTS ran (version INTEGER);\nINSERT INTO ran VALUES (" + version + ");\n");
        }
        Files.writeString(directory.resolve("V5__relations.sql"), """
                CREATE TABLE parent (id INTEGER PRIMARY KEY);
                CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id));
                CREATE VIEW children AS SELECT id FROM child;
                INSERT INTO parent VALUES (1);
                INSERT INTO child VALUES (1, 1);
                CREATE TRIGGER touched AFTER UPDATE ON child BEGIN
                    DELETE FROM ran WHERE version = 99;
                END;
                """);
    }

    private final class Connections extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return asDqlite(DriverManager.getConnection(url()));
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    private static Connection asDqlite(Connection connection) {
        return proxy(
                Connection.class,
                connection,
                "getMetaData",
                result ->
                        proxy(DatabaseMetaData.class, (DatabaseMetaData) result, "getDriverName", name -> "dqlite4j"));
    }

    private static <T> T proxy(Class<T> type, T target, String method, UnaryOperator<Object> change) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            try {
                Object result = called.invoke(target, args);
                return called.getName().equals(method) ? change.apply(result) : result;
            } catch (InvocationTargetException error) {
                throw error.getCause();
            }
        }));
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(new Connections())
                .locations("filesystem:" + directory)
                .cleanDisabled(false)
                .load();
    }

    private List<Integer> ran() throws SQLException {
        List<Integer> versions = new ArrayList<>();
        try (Connection connection = new Connections().getConnection();
                ResultSet rows =
                        connection.createStatement().executeQuery("SELECT version FROM ran ORDER BY version")) {
            while (rows.next()) {
                versions.add(rows.getInt(1));
            }
        }
        return versions;
    }

    @Test
    void flywayFindsTheTypeByUrlAndByDriver() throws Exception {
        assertThat(DatabaseTypeRegister.getDatabaseTypesForUrl("jdbc:dqlite://127.0.0.1:9001/shop", Flyway.configure()))
                .singleElement()
                .isInstanceOf(DqliteDatabaseType.class);
        try (Connection connection = new Connections().getConnection()) {
            assertThat(DatabaseTypeRegister.getDatabaseTypeForConnection(connection, Flyway.configure()))
                    .isInstanceOf(DqliteDatabaseType.class);
        }
    }

    @Test
    void eightInstancesMigrateAtOnceAndEachMigrationRunsOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CyclicBarrier start = new CyclicBarrier(8);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> {
                    Flyway flyway = flyway();
                    start.await();
                    return flyway.migrate().success;
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ran()).containsExactly(1, 2, 3, 4);
        assertThat(flyway().info().applied()).hasSize(5);
    }

    @Test
    void cleanDropsTablesThatReferToEachOther() {
        flyway().migrate();
        flyway().clean();
        assertThat(flyway().info().applied()).isEmpty();
        assertThat(flyway().migrate().migrationsExecuted).isEqualTo(5);
    }

    @Test
    void aMigrationThatFailsLeavesNothingBehind() throws Exception {
        flyway().migrate();
        Path broken = directory.resolve("V6__broken.sql");
        Files.writeString(broken, "INSERT INTO ran VALUES (6);\nINSERT INTO nowhere VALUES (1);\n");
        assertThatThrownBy(() -> flyway().migrate()).hasMessageContaining("nowhere");
        assertThat(ran()).containsExactly(1, 2, 3, 4);
        Files.writeString(broken, "INSERT INTO ran VALUES (6);\n");
        assertThat(flyway().migrate().migrationsExecuted).isEqualTo(1);
    }
}
