package io.github.dqlite4j.it.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.it.client.Futures;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.spring.boot.metrics.DqliteMetrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Prometheus gets of an application, after statements, a wait for the write lock and a change of the leader. */
class MetersIT {
    private static final Pattern METRIC = Pattern.compile("\\bdqlite_[a-z_]+");

    @AutoClose
    private final DqliteCluster cluster = DqliteCluster.start(3);

    /** The sum over all series of this name whose labels have these texts. */
    private static double value(String scrape, String name, String... labels) {
        return scrape.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Set<String> metricsOf(Path dashboard) throws Exception {
        return METRIC.matcher(Files.readString(dashboard))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Test
    void theDashboardFindsItsMeters() throws Exception {
        String url = cluster.jdbcUrl("meters");
        try (ObservedApplication application = new ObservedApplication(url)) {
            JdbcClient jdbc = application.jdbc();
            jdbc.sql("CREATE TABLE t (n INTEGER PRIMARY KEY)").update();
            for (int i = 0; i < 10; i++) {
                jdbc.sql("INSERT INTO t VALUES (?)").param(i).update();
            }
            assertThatThrownBy(() -> jdbc.sql("INSERT INTO t VALUES (1)").update())
                    .isNotNull();
            waitForTheLock(url);
            String before = application.get("prometheus").body();
            String database = "database=\"meters\"";
            assertThat(value(before, "dqlite_statements_seconds_count", database, "outcome=\"success\""))
                    .isGreaterThanOrEqualTo(11);
            assertThat(value(before, "dqlite_statements_seconds_count", database, "outcome=\"constraint\""))
                    .isOne();
            assertThat(value(before, "dqlite_statements_seconds_count", database, "outcome=\"busy\""))
                    .isOne();
            assertThat(value(before, "dqlite_lock_wait_seconds_count", database))
                    .isPositive();
            assertThat(value(before, "dqlite_lock_wait_seconds_sum", database)).isPositive();
            assertThat(value(before, "dqlite_statement_cache_gets_total", "result=\"hit\""))
                    .isPositive();
            assertThat(value(before, "dqlite_statement_cache_gets_total", "result=\"miss\""))
                    .isPositive();
            assertThat(value(before, "dqlite_statement_cache_size")).isPositive();
            assertThat(value(before, "dqlite_leader_known", "name=\"dataSource\""))
                    .isOne();
            assertThat(value(before, "dqlite_leader_changes_total")).isZero();

            cluster.leader().kill();
            assertThat(jdbc.sql("SELECT count(*) FROM t").query(Integer.class).single())
                    .isEqualTo(10);
            String after = application.get("prometheus").body();
            assertThat(value(after, "dqlite_leader_changes_total", "name=\"dataSource\""))
                    .isPositive();
            assertThat(value(after, "dqlite_leader_missing_seconds_total", "name=\"dataSource\""))
                    .isPositive();
            assertThat(value(after, "dqlite_connections_lost_total", database)).isPositive();
            assertThat(value(after, "dqlite_connections_attach_seconds_count", database, "again=\"true\""))
                    .isPositive();

            String pool = scrapeOfAPool(url);
            assertThat(value(pool, "dqlite_pool_acquire_seconds_count", "pool=\"orders\"", "app=\"plain\""))
                    .isOne();
            // It is no bean.
            assertThat(value(
                            application.get("prometheus").body(),
                            "dqlite_pool_acquire_seconds_count",
                            "pool=\"other\""))
                    .isOne();
            Set<String> exported = METRIC.matcher(after + pool)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            assertThat(exported)
                    .containsAll(metricsOf(Path.of("..", "docs", "grafana-dashboard.json")))
                    .containsAll(metricsOf(Path.of("..", "docs", "operations.md")));
        }
    }

    /** Each statement is one observation, with its own meter. */
    @Test
    void anApplicationMayHaveMetersOfItsCalls() throws Exception {
        String count = "db_client_operation_duration_seconds_count";
        String url = cluster.jdbcUrl("calls");
        try (ObservedApplication observed = new ObservedApplication(url)) {
            observed.jdbc().sql("CREATE TABLE t (n)").update();
            observed.jdbc().sql("INSERT INTO t VALUES (?)").param(1).update();
            String scrape = observed.get("prometheus").body();
            String database = "db_namespace=\"calls\"";
            assertThat(value(scrape, count, database, "db_operation_name=\"INSERT\"", "error_type=\"none\""))
                    .isOne();
            assertThat(value(scrape, "dqlite_statements_seconds_count", "database=\"calls\""))
                    .isEqualTo(value(scrape, count, database));
        }
        try (ObservedApplication off =
                new ObservedApplication(url, "management.observations.enable.db.client.operation.duration=false")) {
            off.jdbc().sql("SELECT * FROM t").query().listOfRows();
            assertThat(off.get("prometheus").body())
                    .contains("dqlite_statements_seconds_count")
                    .doesNotContain(count);
        }
    }

    /** The pool's statements are the registry's, too: it is bound to the same driver, and is not Spring's. */
    private static String scrapeOfAPool(String url) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DqlitePool pool = DqlitePool.builder(url).name("orders").create();
        try (DqliteMetrics metrics =
                new DqliteMetrics(Map.of("shop", DqliteAdmin.of(url)), List.of(pool), Tags.of("app", "plain"))) {
            metrics.bindTo(registry);
            assertThat(Futures.get(pool.fetchValue("SELECT count(*) FROM t", Long.class)))
                    .contains(10L);
            return registry.scrape();
        } finally {
            Futures.get(pool.close());
            registry.close();
        }
    }

    private static void waitForTheLock(String url) throws SQLException {
        try (Connection writer = DriverManager.getConnection(url);
                Connection other = DriverManager.getConnection(url + "?busyTimeout=100");
                Statement writes = writer.createStatement();
                Statement waits = other.createStatement()) {
            writer.setAutoCommit(false);
            writes.executeUpdate("INSERT INTO t VALUES (100)");
            assertThatThrownBy(() -> waits.executeUpdate("INSERT INTO t VALUES (101)"))
                    .isInstanceOf(SQLException.class)
                    .extracting(error -> ((SQLException) error).getSQLState())
                    .isEqualTo("55P03");
            writer.rollback();
        }
    }
}
