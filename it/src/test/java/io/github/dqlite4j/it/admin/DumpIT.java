package io.github.dqlite4j.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdminException;
import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.nodes.ClusterNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies of databases, as SQLite's own library reads them. */
@Timeout(180)
class DumpIT {
    private static DqliteCluster cluster;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static DqliteAdmin admin() {
        return DqliteAdmin.of(cluster.jdbcUrl("dumped"));
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(cluster.jdbcUrl("dumped"));
    }

    /** The rows of a query on the copy. */
    private static List<List<String>> read(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return Table.read(rows);
        }
    }

    private static void fill(Table table, int rows, int bytes) throws SQLException {
        table.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ") INSERT INTO "
                + table.name() + " SELECT i, randomblob(" + bytes + ") FROM n");
    }

    @Test
    void aCopyHasTheRowsAndIsWhole() throws Exception {
        try (Connection connection = connect()) {
            Table table = Table.create(connection, "n INTEGER PRIMARY KEY, b BLOB");
            // Some megabytes, so that it takes many reads.
            fill(table, 2_000, 4_000);
            String sql = "SELECT count(*), sum(n), sum(length(b)), hex(min(b)) FROM " + table.name();
            Path file = admin().blocking().dump(directory.resolve("copy"));
            assertThat(file).isEqualTo(directory.resolve("copy/dumped"));
            assertThat(read(file, "PRAGMA integrity_check")).containsExactly(List.of("ok"));
            assertThat(read(file, sql)).isEqualTo(table.query(sql));
        }
    }

    /** The shell of SQLite, another version of its library. */
    @Test
    void sqlite3OpensACopy() throws Exception {
        try (Connection connection = connect()) {
            Table table = Table.create(connection, "n INTEGER PRIMARY KEY, b BLOB");
            fill(table, 100, 100);
            Path file = admin().blocking().dump("dumped", directory.resolve("copy"));
            Process shell = new ProcessBuilder(
                            "sqlite3", file.toString(), "PRAGMA integrity_check; SELECT sum(n) FROM " + table.name())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(shell.getInputStream().readAllBytes())).isEqualTo("ok\n5050\n");
            assertThat(shell.waitFor()).isZero();
        }
    }

    @Test
    void everyNodeGivesACopy() throws Exception {
        try (Connection connection = connect()) {
            Table table = Table.create(connection, "n INTEGER PRIMARY KEY, b BLOB");
            fill(table, 10, 10);
            for (ClusterNode node : admin().blocking().members()) {
                // A follower may get the last commits a moment later.
                FreshNode.await("a copy with the rows on " + node, () -> {
                    try {
                        Path copy = Files.createTempDirectory(directory, "at").resolve("copy");
                        Path file = admin().on(node).blocking().dump(copy);
                        return read(file, "SELECT count(*) FROM sqlite_master WHERE name = '" + table.name() + "'")
                                        .equals(List.of(List.of("1")))
                                && read(file, "SELECT count(*) FROM " + table.name())
                                        .equals(List.of(List.of("10")));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }
    }

    /** Each transaction moves an amount; a copy in the middle of one would have another sum. */
    @Test
    void aCopyIsOfOneMomentAlsoWhileOthersWrite() throws Exception {
        try (Connection connection = connect()) {
            Table table = Table.create(connection, "n INTEGER PRIMARY KEY, b INTEGER");
            table.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO "
                    + table.name() + " SELECT i, 100 FROM n");
            CountDownLatch begun = new CountDownLatch(1);
            Thread writer = new Thread(() -> move(table.name(), begun));
            writer.start();
            begun.await();
            try {
                for (int i = 0; i < 10; i++) {
                    Path file = admin().blocking().dump(directory.resolve("copy" + i));
                    assertThat(read(file, "PRAGMA integrity_check")).containsExactly(List.of("ok"));
                    assertThat(read(file, "SELECT sum(b) FROM " + table.name())).containsExactly(List.of("10000"));
                }
            } finally {
                writer.interrupt();
                writer.join();
            }
        }
    }

    private static void move(String table, CountDownLatch begun) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!Thread.currentThread().isInterrupted()) {
                statement.execute("UPDATE " + table + " SET b = b - 7 WHERE n <= 50");
                statement.execute("UPDATE " + table + " SET b = b + 7 WHERE n > 50");
                connection.commit();
                begun.countDown();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsAnError() throws Exception {
        BlockingDqliteAdmin admin = admin().blocking();
        assertThatThrownBy(() -> admin.dump("nosuch", directory.resolve("copy")))
                .isInstanceOfSatisfying(
                        DqliteAdminException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_DATABASE));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    /** A client that leaves in the middle of a copy leaves nothing behind on the node. */
    @Test
    void aCopyThatIsGivenUpDoesNotHoldUpWriters() throws Exception {
        try (Connection connection = connect()) {
            Table table = Table.create(connection, "n INTEGER PRIMARY KEY, b BLOB");
            fill(table, 2_000, 4_000);
            for (int i = 0; i < 3; i++) {
                var stage = admin().dump(directory.resolve("given" + i)).toCompletableFuture();
                stage.cancel(true);
                table.run("INSERT INTO " + table.name() + " VALUES (" + -i + ", NULL)");
            }
            assertThat(admin().blocking().dump(directory.resolve("last"))).exists();
        }
    }
}
