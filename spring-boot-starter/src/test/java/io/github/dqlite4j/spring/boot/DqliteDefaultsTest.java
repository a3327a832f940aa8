package io.github.dqlite4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class DqliteDefaultsTest {

    private static final String URL = "spring.datasource.url=jdbc:dqlite://127.0.0.1:9001/shop";
    private static final String DRIVER = "spring.datasource.driver-class-name";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DataSourceProperties.class)
    static class Application {}

    private static ConfigurableApplicationContext start(Map<String, Object> defaults, String... properties) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(defaults);
        String[] arguments = new String[properties.length];
        for (int i = 0; i < properties.length; i++) {
            arguments[i] = "--" + properties[i];
        }
        return application.run(arguments);
    }

    @Test
    void theUrlSetsTheDriver() {
        try (ConfigurableApplicationContext context = start(Map.of(), URL)) {
            assertThat(context.getBean(DataSourceProperties.class).getDriverClassName())
                    .isEqualTo("io.github.dqlite4j.jdbc.DqliteDriver");
        }
    }

    @Test
    void testSlicesUseTheClusterUnlessTheApplicationSaysOtherwise() {
        String replace = "spring.test.database.replace";
        try (ConfigurableApplicationContext context = start(Map.of(), URL)) {
            assertThat(context.getEnvironment().getProperty(replace)).isEqualTo("NONE");
        }
        try (ConfigurableApplicationContext context = start(Map.of(), URL, replace + "=ANY")) {
            assertThat(context.getEnvironment().getProperty(replace)).isEqualTo("ANY");
        }
        try (ConfigurableApplicationContext context = start(Map.of(), "spring.datasource.url=jdbc:h2:mem:a")) {
            assertThat(context.getEnvironment().getProperty(replace)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flyway", "liquibase"})
    void theUrlOfMigrationsSetsTheirDriver(String library) {
        try (ConfigurableApplicationContext context =
                start(Map.of(), "spring." + library + ".url=jdbc:dqlite://127.0.0.1:9001/shop")) {
            assertThat(context.getEnvironment().getProperty("spring." + library + ".driver-class-name"))
                    .isEqualTo("io.github.dqlite4j.jdbc.DqliteDriver");
            assertThat(context.getEnvironment().getProperty(DRIVER)).isNull();
        }
    }

    @Test
    void whatTheUserSetsWins() {
        try (ConfigurableApplicationContext context = start(Map.of(), URL, DRIVER + "=org.example.Mine")) {
            assertThat(context.getEnvironment().getProperty(DRIVER)).isEqualTo("org.example.Mine");
        }
    }

    @Test
    void theApplicationsDefaultPropertiesWinToo() {
        String replace = "spring.test.database.replace";
        try (ConfigurableApplicationContext context = start(Map.of(replace, "ANY"), URL)) {
            assertThat(context.getEnvironment().getProperty(replace)).isEqualTo("ANY");
        }
    }

    @Test
    void otherDatabasesAreLeftAlone() {
        try (ConfigurableApplicationContext context = start(Map.of(), "spring.datasource.url=jdbc:h2:mem:x")) {
            assertThat(context.getEnvironment().getProperty(DRIVER)).isNull();
        }
    }

    @Test
    void aUrlThatIsSetLaterCounts() {
        StandardEnvironment environment = new StandardEnvironment();
        new DqliteEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
        assertThat(environment.getProperty(DRIVER)).isNull();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "later",
                        Map.of("host", "127.0.0.1:9001", "spring.datasource.url", "jdbc:dqlite://${host}/shop")));
        assertThat(environment.getProperty(DRIVER)).isEqualTo("io.github.dqlite4j.jdbc.DqliteDriver");
    }
}
