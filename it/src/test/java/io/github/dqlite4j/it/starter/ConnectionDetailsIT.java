package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.hibernate.autoconfigure.HibernateProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application whose connection details say that it is dqlite, and whose properties name another database. */
class ConnectionDetailsIT {
    private static final String MIGRATIONS = "spring.flyway.locations=classpath:starter-migrations";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private static ConfigurableApplicationContext run(
            String database, @Nullable String migrated, String... properties) {
        SpringApplication application = new SpringApplication(StarterApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(JdbcConnectionDetails.class, () -> new UrlOnly.Details(CLUSTER.jdbcUrl(database)));
            if (migrated != null) {
                beans.registerBean(
                        FlywayConnectionDetails.class, () -> new UrlOnly.MigrationDetails(CLUSTER.jdbcUrl(migrated)));
            }
        });
        List<String> arguments = new ArrayList<>(List.of("--spring.datasource.url=jdbc:postgresql://127.0.0.1:9/none"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return application.run(arguments.toArray(String[]::new));
    }

    @Test
    void theDetailsAreEnough() {
        try (ConfigurableApplicationContext context = run("details", null, MIGRATIONS)) {
            Items items = context.getBean(Items.class);
            items.save(new Item("detailed", BigDecimal.ONE));
            assertThat(items.findByName("detailed")).isPresent();
            // Nothing has asked a connection whether the database is an embedded one.
            assertThat(context.getBean(HibernateProperties.class).getDdlAuto()).isEqualTo("none");
        }
    }

    @Test
    void whatTheApplicationSetsWins() {
        try (ConfigurableApplicationContext context =
                run("set", null, "spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=create")) {
            assertThat(context.getBean(HibernateProperties.class).getDdlAuto()).isEqualTo("create");
            assertThat(context.getBean(Items.class).count()).isZero();
        }
    }

    @Test
    void migrationsMayHaveDetailsOfTheirOwn() {
        try (ConfigurableApplicationContext context = run("application", "migrated", MIGRATIONS);
                ConfigurableApplicationContext other = run("migrated", null, "spring.flyway.enabled=false")) {
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForObject("SELECT count(*) FROM sqlite_master", Integer.class))
                    .isZero();
            assertThat(other.getBean(Items.class).findByName("first")).isPresent();
        }
    }
}
