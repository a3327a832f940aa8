package io.github.dqlite4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.util.ClassUtils;

class DqliteAutoConfigurationTest {

    private static final String URL = "spring.datasource.url=jdbc:dqlite://127.0.0.1:9001/shop";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DqliteAutoConfiguration.class));

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties
    static class SecondDataSource {
        @Bean
        @ConfigurationProperties("second.datasource")
        DataSourceProperties second() {
            return new DataSourceProperties();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTranslator {
        @Bean
        SQLExceptionTranslator own() {
            return (task, sql, error) -> null;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DqliteSource {
        @Bean
        DataSource source() {
            return new DriverManagerDataSource("jdbc:dqlite://127.0.0.1:9001/shop");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherSource {
        @Bean
        DataSource source() {
            return new DriverManagerDataSource("jdbc:sqlite::memory:");
        }
    }

    /** As JdbcTemplate's and JPA's configuration of Spring Boot ask for it. */
    private static @Nullable SQLExceptionTranslator translators(ApplicationContext context) {
        return context.getBeanProvider(SQLExceptionTranslator.class).getIfUnique();
    }

    @Test
    void hibernateIsOptional() {
        assertThat(ClassUtils.isPresent("org.hibernate.Session", null)).isFalse();
        assertThat(ClassUtils.isPresent("io.github.dqlite4j.hibernate.DqliteDialect", null))
                .as("the dialect is there for applications that have Hibernate")
                .isFalse();
        assertThat(getClass().getResource("/io/github/dqlite4j/hibernate/DqliteDialect.class"))
                .isNotNull();
    }

    @Test
    void aSecondDataSourceFindsItsDriver() {
        runner.withUserConfiguration(SecondDataSource.class)
                .withPropertyValues("second.datasource.url=jdbc:dqlite://127.0.0.1:9001/other")
                .run(context -> assertThat(
                                context.getBean(DataSourceProperties.class).getDriverClassName())
                        .isEqualTo("io.github.dqlite4j.jdbc.DqliteDriver"));
        runner.withUserConfiguration(SecondDataSource.class)
                .withPropertyValues("second.datasource.url=jdbc:h2:mem:x")
                .run(context -> assertThat(
                                context.getBean(DataSourceProperties.class).getDriverClassName())
                        .isNull());
    }

    @Test
    void errorsAreTranslatedBySubclass() {
        runner.withUserConfiguration(DqliteSource.class)
                .run(context -> assertThat(translators(context)).isNotNull());
        runner.run(context -> assertThat(translators(context)).isNull());
        runner.withUserConfiguration(OtherSource.class)
                .run(context -> assertThat(translators(context)).isNull());
        runner.withPropertyValues(URL)
                .withUserConfiguration(OwnTranslator.class)
                .run(context -> assertThat(context.getBean(SQLExceptionTranslator.class)
                                .translate("task", "sql", new SQLException()))
                        .isNull());
    }

    @Test
    void connectionDetailsAreLeftToSpringBoot() {
        runner.withPropertyValues(URL).run(context -> assertThat(context).doesNotHaveBean(JdbcConnectionDetails.class));
    }
}
