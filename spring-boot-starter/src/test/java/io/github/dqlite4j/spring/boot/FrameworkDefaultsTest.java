package io.github.dqlite4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernateProperties;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Which data source the defaults go by. H2 is on the class path. */
class FrameworkDefaultsTest {
    private static final String DQLITE = "jdbc:dqlite://127.0.0.1:9001/shop";
    private static final String OTHER = "jdbc:sqlite::memory:";
    private static final String URL = "spring.datasource.url=" + DQLITE;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DqliteAutoConfiguration.class))
            .withUserConfiguration(Hibernate.class);

    private final ApplicationContextRunner withoutEmbedded =
            runner.withClassLoader(new FilteredClassLoader("org.h2.Driver"));

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(HibernateProperties.class)
    static class Hibernate {}

    @Configuration(proxyBeanMethods = false)
    static class Single {
        @Bean
        DataSource source() {
            return new DriverManagerDataSource(DQLITE);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Other {
        @Bean
        DataSource other() {
            return new DriverManagerDataSource(OTHER);
        }
    }

    /** Its data source cannot be made before its constructor has got the properties. */
    @Configuration(proxyBeanMethods = false)
    static class NeedsTheProperties {
        private final HibernateProperties properties;

        NeedsTheProperties(HibernateProperties properties) {
            this.properties = properties;
        }

        @Bean
        DataSource source() {
            return new DriverManagerDataSource(Objects.requireNonNullElse(properties.getDdlAuto(), ""));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Routing {
        @Bean
        DataSource routing() {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return "one";
                }
            };
            routing.setTargetDataSources(Map.of("one", new DriverManagerDataSource(DQLITE)));
            return routing;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Embedded {
        @Bean
        DataSource embedded() {
            return new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {
        @Bean
        @Scope(proxyMode = ScopedProxyMode.INTERFACES)
        DataSource scoped() {
            return new DriverManagerDataSource(DQLITE);
        }
    }

    private static void assertDdlAuto(ApplicationContextRunner application, boolean set) {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(HibernateProperties.class).getDdlAuto()).isEqualTo(set ? "none" : null);
        });
    }

    @Test
    void theDataSourceDecides() {
        assertDdlAuto(runner.withUserConfiguration(Single.class), true);
        assertDdlAuto(runner.withUserConfiguration(Other.class), false);
        assertDdlAuto(runner.withUserConfiguration(Other.class).withPropertyValues(URL), false);
        assertDdlAuto(runner.withUserConfiguration(Embedded.class).withPropertyValues(URL), false);
    }

    @Test
    void aDataSourceThatNeedsThePropertiesIsMadeAfterThem() {
        ApplicationContextRunner needy = runner.withUserConfiguration(NeedsTheProperties.class);
        assertDdlAuto(needy, false);
        assertDdlAuto(needy.withPropertyValues(URL), true);
        assertDdlAuto(needy.withPropertyValues("spring.datasource.url=" + OTHER), false);
    }

    @Test
    void theUrlDecidesWhereTheDataSourceDoesNotShowIt() {
        assertDdlAuto(runner.withUserConfiguration(Routing.class), false);
        assertDdlAuto(runner.withUserConfiguration(Routing.class).withPropertyValues(URL), true);
    }

    @Test
    void theUrlDecidesAmongSeveralDataSources() {
        ApplicationContextRunner several = withoutEmbedded.withUserConfiguration(Single.class, Other.class);
        assertDdlAuto(several, false);
        assertDdlAuto(several.withPropertyValues(URL), true);
    }

    /** Spring Boot creates the tables of an embedded database, unless this is set. */
    @Test
    void aSecondDataSourceThatMayBeEmbeddedKeepsItsTables() {
        assertThat(EmbeddedDatabaseConnection.get(getClass().getClassLoader()))
                .isEqualTo(EmbeddedDatabaseConnection.H2);
        assertDdlAuto(runner.withUserConfiguration(Single.class, Embedded.class).withPropertyValues(URL), false);
    }

    /** One bean is the proxy, and one is behind it. */
    @Test
    void aDataSourceInAScopeIsOne() {
        assertDdlAuto(runner.withUserConfiguration(Scoped.class).withPropertyValues(URL), true);
    }
}
