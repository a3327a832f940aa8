package io.github.dqlite4j.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.jdbc.event.Listeners;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** Which applications have meters. Nothing is connected to. */
class DqliteMetricsAutoConfigurationTest {
    private static final String URL = "jdbc:dqlite://127.0.0.1:9/shop";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DqliteMetricsAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class);

    /** Shows no URL. */
    private static final class Unknown extends AbstractDataSource {
        @Override
        public Connection getConnection() {
            throw new AssertionError("No connection is needed");
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }
    }

    private static Named<UnaryOperator<ApplicationContextRunner>> with(String name, DataSource source) {
        return Named.of(name, runner -> runner.withBean("source", DataSource.class, () -> source));
    }

    static Stream<Named<UnaryOperator<ApplicationContextRunner>>> users() {
        return Stream.of(
                with("dqlite", new DriverManagerDataSource(URL)),
                with("behind a proxy", new LazyConnectionDataSourceProxy(new DriverManagerDataSource(URL))),
                with("a wrong URL", new DriverManagerDataSource("jdbc:dqlite://a:0/")),
                with("behind another driver", new DriverManagerDataSource("jdbc:p6spy:dqlite://127.0.0.1:9/shop")),
                with("no URL", new Unknown()),
                Named.of(
                        "a pool",
                        runner -> runner.withBean(
                                DqlitePool.class, () -> DqlitePool.builder(URL).create())));
    }

    static Stream<Named<UnaryOperator<ApplicationContextRunner>>> others() {
        return Stream.of(
                Named.of("no data source", runner -> runner),
                with("SQLite", new DriverManagerDataSource("jdbc:sqlite::memory:")),
                with(
                        "SQLite behind a proxy",
                        new LazyConnectionDataSourceProxy(new DriverManagerDataSource("jdbc:sqlite::memory:"))));
    }

    @ParameterizedTest
    @MethodSource("users")
    void anApplicationThatMayUseDqliteHasMeters(UnaryOperator<ApplicationContextRunner> application) {
        application.apply(runner).run(context -> {
            SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
            context.getBean(DqliteMetrics.class).bindTo(registry);
            assertThat(registry.get("dqlite.statement.cache.size").gauges()).hasSize(1);
            assertThat(registry.get("dqlite.transactions.retries").counters()).hasSize(1);
            Listeners.INSTANCE.acquired("any", 1);
            assertThat(registry.get("dqlite.pool.acquire").timers()).hasSize(1);
        });
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherApplicationHasNone(UnaryOperator<ApplicationContextRunner> application) {
        application.apply(runner).run(context -> {
            SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
            context.getBean(DqliteMetrics.class).bindTo(registry);
            Listeners.INSTANCE.acquired("any", 1);
            assertThat(registry.getMeters()).isEmpty();
        });
    }
}
