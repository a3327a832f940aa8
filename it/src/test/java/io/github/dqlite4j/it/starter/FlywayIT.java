package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Migrations on real nodes: by many instances at once, and with the leader killed in the middle. */
class FlywayIT {

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(3);

    private static Flyway flyway(String url, BaseCallback... callbacks) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:starter-migrations")
                .callbacks(callbacks)
                .cleanDisabled(false)
                .load();
    }

    private static List<String> history(String url) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet history = statement.executeQuery(
                        "select version || ':' || success from flyway_schema_history order by installed_rank")) {
            while (history.next()) {
                rows.add(history.getString(1));
            }
        }
        return rows;
    }

    private static int items(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from item")) {
            assertThat(count.next()).isTrue();
            return count.getInt(1);
        }
    }

    @Test
    void eightInstancesMigrateAtOnceAndEachMigrationRunsOnce() throws Exception {
        String url = CLUSTER.jdbcUrl("eight");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CyclicBarrier start = new CyclicBarrier(8);
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> {
                    Flyway flyway = flyway(url);
                    start.await();
                    return flyway.migrate().migrationsExecuted;
                }));
            }
            int executed = 0;
            for (Future<Integer> result : results) {
                executed += result.get();
            }
            assertThat(executed).isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
        assertThat(history(url)).containsExactly("1:1", "2:1");
        assertThat(items(url)).isEqualTo(1);
    }

    @Test
    void cleanAndMigrateAgain() throws Exception {
        String url = CLUSTER.jdbcUrl("clean");
        flyway(url).migrate();
        flyway(url).clean();
        assertThat(flyway(url).migrate().migrationsExecuted).isEqualTo(2);
        assertThat(items(url)).isEqualTo(1);
    }

    @Test
    void theTablesOfTheDriverAreNotPartOfTheSchema() throws Exception {
        String url = CLUSTER.jdbcUrl("marked") + "?commitVerification=transactions";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE gone (a)");
            statement.execute("DROP TABLE gone");
            connection.commit();
        }
        // Flyway refuses a schema that has tables but no history.
        assertThat(flyway(url).migrate().migrationsExecuted).isEqualTo(2);
        flyway(url).clean();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("select group_concat(name) from sqlite_master")) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString(1).split(","))
                    .containsExactlyInAnyOrder("dqlite4j_outcome", "dqlite4j_outcome_none");
        }
    }

    /** Is called after each statement of a migration. */
    private interface Loss {
        void run() throws Exception;
    }

    private static void migrateAndLose(String database, Loss loss) throws Exception {
        // A pool of another test may have set DriverManager.setLoginTimeout to less than an election takes.
        String url = CLUSTER.jdbcUrl(database) + "?loginTimeout=15000";
        BaseCallback callback = new BaseCallback() {
            @Override
            public boolean supports(Event event, Context context) {
                return event == Event.AFTER_EACH_MIGRATE_STATEMENT;
            }

            @Override
            public void handle(Event event, Context context) {
                try {
                    loss.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        assertThatThrownBy(() -> flyway(url, callback).migrate()).isNotNull();
        flyway(url).migrate();
        assertThat(history(url)).containsExactly("1:1", "2:1");
        assertThat(items(url)).isEqualTo(1);
    }

    @Test
    void aLeaderKilledInTheMiddleLeavesNothingHalfDone() throws Exception {
        DqliteCluster.Node leader = CLUSTER.leader();
        migrateAndLose("middle", leader::kill);
        leader.restart();
    }

    /** The paused leader finds out that it was replaced when it goes on. */
    @Test
    void aLeaderPausedInTheMiddleLeavesNothingHalfDone() throws Exception {
        DqliteCluster.Node leader = CLUSTER.leader();
        try {
            migrateAndLose("paused", leader::pause);
        } finally {
            leader.resume();
        }
    }
}
