package io.github.dqlite4j.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Which health contributors there are, on clusters that do not answer. */
class DqliteActuatorAutoConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    DataSourceHealthContributorAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    DqliteActuatorAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.driver-class-name=io.github.dqlite4j.jdbc.DqliteDriver",
                    // A health that took a connection of the pool would wait for that long.
                    "spring.datasource.hikari.connection-timeout=600000",
                    "spring.dqlite.health.timeout=100ms");

    private static String unusedUrl() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "jdbc:dqlite://127.0.0.1:" + free.getLocalPort() + "/shop";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setConnectionTimeout(600_000);
        return pool;
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoKinds {
        @Bean
        DataSource clusterDataSource() {
            return pool(unusedUrl());
        }

        @Bean
        DataSource fileDataSource() {
            return pool("jdbc:sqlite::memory:");
        }
    }

    /** An application's own health of its data source, of Spring Boot's class. */
    @Configuration(proxyBeanMethods = false)
    static class OwnHealth {
        @Bean
        HealthContributor dbHealthContributor(DataSource dataSource) {
            return new DataSourceHealthIndicator(dataSource, "SELECT 1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Router {
        @Bean
        DataSource router() {
            AbstractRoutingDataSource router = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return "file";
                }
            };
            router.setTargetDataSources(Map.of("cluster", pool(unusedUrl()), "file", pool("jdbc:sqlite::memory:")));
            return router;
        }
    }

    private static HealthIndicator contributor(AssertableApplicationContext context, String name) {
        return (HealthIndicator)
                context.getBean(HealthContributorRegistry.class).getContributor(name);
    }

    private static Health health(AssertableApplicationContext context, String name) {
        return contributor(context, name).health();
    }

    @Test
    void anElectionIsUp() {
        runner.withPropertyValues("spring.datasource.url=" + unusedUrl()).run(context -> {
            for (String name : new String[] {"dqlite", "db"}) {
                Health health = health(context, name);
                assertThat(health.getStatus()).as(name).isEqualTo(Status.UP);
                assertThat(health.getDetails())
                        .containsEntry("leader", "none")
                        .containsEntry("electionTimeoutMillis", 30_000L)
                        .containsKeys("noLeaderSince", "noLeaderForMillis", "error");
            }
        });
    }

    @Test
    void noLeaderForLongerThanAnElectionIsDown() {
        runner.withPropertyValues("spring.datasource.url=" + unusedUrl(), "spring.dqlite.health.election-timeout=0s")
                .run(context -> {
                    // The search for a leader has taken a moment.
                    assertThat(health(context, "dqlite").getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(context, "db").getStatus()).isEqualTo(Status.DOWN);
                });
    }

    @Test
    void otherDatabasesKeepTheirHealth() {
        runner.withUserConfiguration(TwoKinds.class).run(context -> {
            assertThat(health(context, "dqlite").getDetails()).containsEntry("leader", "none");
            CompositeHealthContributor db = (CompositeHealthContributor)
                    context.getBean(HealthContributorRegistry.class).getContributor("db");
            assertThat(db.getContributor("clusterDataSource")).isInstanceOf(DqliteHealthIndicator.class);
            assertThat(db.getContributor("fileDataSource")).isInstanceOf(DataSourceHealthIndicator.class);
        });
        runner.withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite::memory:",
                        "spring.datasource.driver-class-name=org.sqlite.JDBC")
                .run(context -> {
                    assertThat(contributor(context, "dqlite")).isNull();
                    assertThat(contributor(context, "db")).isInstanceOf(DataSourceHealthIndicator.class);
                });
    }

    @Test
    void theApplicationsContributorStays() {
        runner.withPropertyValues("spring.datasource.url=" + unusedUrl())
                .withUserConfiguration(OwnHealth.class)
                .run(context -> assertThat(contributor(context, "db")).isInstanceOf(DataSourceHealthIndicator.class));
    }

    @Test
    void dataSourcesBehindARouterAreReplacedOneByOne() {
        runner.withUserConfiguration(Router.class).run(context -> {
            CompositeHealthContributor db = (CompositeHealthContributor)
                    context.getBean(HealthContributorRegistry.class).getContributor("db");
            assertThat(db.getContributor("cluster")).isInstanceOf(DqliteHealthIndicator.class);
            assertThat(db.getContributor("file")).isInstanceOf(DataSourceHealthIndicator.class);
        });
    }

    @Test
    void healthCanBeLeftToSpringBoot() {
        runner.withPropertyValues("spring.datasource.url=" + unusedUrl(), "management.health.dqlite.enabled=false")
                .run(context -> {
                    assertThat(contributor(context, "dqlite")).isNull();
                    assertThat(contributor(context, "db")).isInstanceOf(DataSourceHealthIndicator.class);
                });
        runner.withPropertyValues("spring.datasource.url=" + unusedUrl(), "management.health.db.enabled=false")
                .run(context -> {
                    assertThat(contributor(context, "db")).isNull();
                    assertThat(contributor(context, "dqlite")).isNotNull();
                });
    }

    @Test
    void withoutTheActuatorThereIsNothing() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer"))
                .withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, DqliteActuatorAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=" + unusedUrl(),
                        "spring.datasource.driver-class-name=io.github.dqlite4j.jdbc.DqliteDriver")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("dqliteClusterProbes"));
    }
}
