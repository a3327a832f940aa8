package io.github.dqlite4j.spring.boot.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.spring.boot.DqliteAutoConfiguration;
import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import java.sql.Connection;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** No test connects: a pool connects when it is first used. */
class PoolDefaultsTest {
    private static final String DQLITE = "jdbc:dqlite://127.0.0.1:9001/shop";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, DqliteAutoConfiguration.class));

    private final ApplicationContextRunner boots = runner.withPropertyValues(
            "spring.datasource.url=" + DQLITE, "spring.datasource.driver-class-name=" + DqliteDriver.class.getName());

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties
    static class OwnPools {
        @Bean
        @ConfigurationProperties("own.pool")
        HikariDataSource own() {
            return DataSourceBuilder.create().type(HikariDataSource.class).build();
        }

        @Bean
        DataSource other() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl("jdbc:sqlite::memory:");
            return pool;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrapped {
        @Bean
        HikariDataSource pool() {
            DqliteDataSource source = new DqliteDataSource();
            source.setUrl(DQLITE);
            source.setProperty("busyTimeout", "1");
            HikariDataSource pool = new HikariDataSource();
            pool.setDataSource(source);
            return pool;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Plain {
        @Bean
        DataSource plain() {
            return new DriverManagerDataSource(DQLITE + "?busyTimeout=7");
        }
    }

    private static void assertDefaults(HikariConfig pool) {
        assertThat(pool.getConnectionTimeout()).isEqualTo(15_000);
        assertThat(pool.getInitializationFailTimeout()).isEqualTo(15_000);
        assertThat(pool.getValidationTimeout()).isEqualTo(3_000);
        assertThat(pool.getMaxLifetime()).isEqualTo(600_000);
        assertThat(pool.getKeepaliveTime()).isEqualTo(30_000);
    }

    @Test
    void bootsOwnPool() {
        boots.run(context -> assertDefaults(context.getBean(HikariDataSource.class)));
    }

    @Test
    void whatTheApplicationSetsStaysAlsoIfItIsThePoolsOwnDefault() {
        boots.withPropertyValues(
                        "spring.datasource.hikari.connection-timeout=30000",
                        "spring.datasource.hikari.max-lifetime=400000")
                .run(context -> {
                    HikariDataSource pool = context.getBean(HikariDataSource.class);
                    assertThat(pool.getConnectionTimeout()).isEqualTo(30_000);
                    assertThat(pool.getMaxLifetime()).isEqualTo(400_000);
                    assertThat(pool.getValidationTimeout()).isEqualTo(3_000);
                });
    }

    @Test
    void aPoolDoesNotWaitWithAWrongUrl() {
        boots.withPropertyValues("spring.datasource.url=" + DQLITE + "?busyTimeuot=1")
                .run(context -> assertThat(
                                context.getBean(HikariDataSource.class).getInitializationFailTimeout())
                        .isEqualTo(new HikariConfig().getInitializationFailTimeout()));
    }

    @Test
    void thePoolsThatTheApplicationDefines() {
        runner.withUserConfiguration(OwnPools.class)
                .withPropertyValues(
                        "own.pool.jdbc-url=" + DQLITE, "own.pool.keepalive-time=120000", "spring.dqlite.fetch-size=9")
                .run(context -> {
                    HikariDataSource pool = context.getBean("own", HikariDataSource.class);
                    assertThat(pool.getConnectionTimeout()).isEqualTo(15_000);
                    assertThat(pool.getKeepaliveTime()).isEqualTo(120_000);
                    assertThat(pool.getDataSourceProperties()).containsEntry("fetchSize", "9");
                    HikariDataSource other = context.getBean("other", HikariDataSource.class);
                    assertThat(other.getConnectionTimeout()).isEqualTo(new HikariConfig().getConnectionTimeout());
                    assertThat(other.getDataSourceProperties()).isEmpty();
                });
    }

    @Test
    void aPoolAroundADataSource() {
        runner.withUserConfiguration(Wrapped.class)
                .withPropertyValues("spring.dqlite.busy-timeout=4s", "spring.dqlite.login-timeout=4s")
                .run(context -> {
                    HikariDataSource pool = context.getBean(HikariDataSource.class);
                    assertDefaults(pool);
                    DqliteDataSource source = (DqliteDataSource) Objects.requireNonNull(pool.getDataSource());
                    assertThat(source.getProperties())
                            .containsEntry("busyTimeout", "1")
                            .containsEntry("loginTimeout", "4000");
                });
    }

    @Test
    void tomcatsPool() {
        boots.withPropertyValues(
                        "spring.datasource.type=org.apache.tomcat.jdbc.pool.DataSource", "spring.dqlite.fetch-size=9")
                .run(context -> {
                    var pool = context.getBean(org.apache.tomcat.jdbc.pool.DataSource.class);
                    assertThat(pool.getMaxWait()).isEqualTo(15_000);
                    assertThat(pool.isTestOnBorrow()).isTrue();
                    assertThat(pool.getValidationInterval()).isZero();
                    assertThat(pool.getDbProperties()).containsEntry("fetchSize", "9");
                });
    }

    @Test
    void commonsPool() {
        boots.withPropertyValues("spring.datasource.type=org.apache.commons.dbcp2.BasicDataSource")
                .run(context -> {
                    BasicDataSource pool = context.getBean(BasicDataSource.class);
                    assertThat(pool.getMaxWaitDuration()).hasSeconds(15);
                    assertThat(pool.getTestOnBorrow()).isTrue();
                    assertThat(pool.getMaxConnDuration()).hasMinutes(10);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherPools {
        @Bean
        org.apache.tomcat.jdbc.pool.DataSource tomcat() {
            org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
            pool.setUrl(DQLITE);
            return pool;
        }

        @Bean
        BasicDataSource commons() {
            BasicDataSource pool = new BasicDataSource();
            pool.setUrl(DQLITE);
            pool.addConnectionProperty("busyTimeout", "7");
            return pool;
        }
    }

    @Test
    void optionsOfPoolsThatTheApplicationDefines() {
        runner.withUserConfiguration(OtherPools.class)
                .withPropertyValues("spring.dqlite.busy-timeout=9", "spring.dqlite.ssl-mode=require")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Object tomcat = context.getBean("tomcat");
                    assertThat(DataSourceUrls.properties(tomcat))
                            .containsEntry("busyTimeout", "9")
                            .containsEntry("sslMode", "require");
                    assertThat(DataSourceUrls.properties(context.getBean("commons")))
                            .containsEntry("busyTimeout", "7")
                            .containsEntry("sslMode", "require");
                });
    }

    @Test
    void theUrlTakesPrecedenceOverTheOptions() {
        runner.withUserConfiguration(Plain.class)
                .withPropertyValues("spring.dqlite.busy-timeout=9", "spring.dqlite.statement-cache-size=3")
                .run(context -> assertThat(
                                context.getBean(DriverManagerDataSource.class).getConnectionProperties())
                        .containsEntry("statementCacheSize", "3")
                        .doesNotContainKey("busyTimeout"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Closed {
        /** Has a URL, and no properties for the driver. */
        public static final class UrlDataSource extends AbstractDataSource {
            public String getUrl() {
                return DQLITE;
            }

            @Override
            public Connection getConnection() {
                throw new IllegalStateException();
            }

            @Override
            public Connection getConnection(String user, String password) {
                throw new IllegalStateException();
            }
        }

        @Bean
        UrlDataSource closed() {
            return new UrlDataSource();
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void optionsWithoutEffectAreReported(CapturedOutput output) {
        runner.withUserConfiguration(Closed.class)
                .withPropertyValues("spring.dqlite.fetch-size=9")
                .run(context -> assertThat(output)
                        .contains("The bean closed of " + Closed.UrlDataSource.class.getName()
                                + " has no properties for its driver, so [fetchSize] have no effect on it."));
    }

    @Test
    void namesMayBeWrittenAsInTheUrl() {
        runner.withUserConfiguration(Plain.class)
                .withPropertyValues("spring.dqlite.transactionReplay=true")
                .run(context -> assertThat(
                                context.getBean(DriverManagerDataSource.class).getConnectionProperties())
                        .containsEntry("transactionReplay", "true"));
    }

    @Test
    void anOptionThatIsNotKnownIsRefusedWithTheNearest() {
        boots.withPropertyValues("spring.dqlite.busy-timout=5s")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage("spring.dqlite.busy-timout is not known. Is spring.dqlite.busy-timeout meant?"));
    }

    @Test
    void connectionDetailsNeedNoDriverClass() {
        runner.withBean(
                        JdbcConnectionDetails.class,
                        () -> new ConnectionDetailsBeanPostProcessorTest.OfTheApplication(DQLITE))
                .run(context -> {
                    HikariDataSource pool = context.getBean(HikariDataSource.class);
                    assertThat(pool.getJdbcUrl()).isEqualTo(DQLITE);
                    assertThat(pool.getDriverClassName()).isEqualTo(DqliteDriver.class.getName());
                    assertDefaults(pool);
                });
    }
}
