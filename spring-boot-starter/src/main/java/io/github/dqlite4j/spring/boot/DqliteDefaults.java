package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Default properties for an application with a dqlite URL. Each look-up reads the URL again, because it may be set later, for
 * instance by {@code @DynamicPropertySource}. The source is not enumerable, so the names are not listed for other databases.
 */
final class DqliteDefaults extends PropertySource<Object> {

    static final String NAME = "dqliteDefaults";

    private static final String DATA_SOURCE_URL = "spring.datasource.url";
    private static final String FLYWAY_URL = "spring.flyway.url";
    /** Spring Boot moves this source behind all others, but settings of the application there must take precedence. */
    private static final String APPLICATION_DEFAULTS = "defaultProperties";

    /** Otherwise Spring Boot would ask the pool whether the database is embedded, and wait for it if there is no cluster. */
    private static final String DDL_AUTO = "spring.jpa.hibernate.ddl-auto";

    private static final Map<String, String> WITH_DATA_SOURCE = Map.of(
            "spring.datasource.driver-class-name",
            DqliteUrl.DRIVER_CLASS,
            // jOOQ chooses the dialect by the URL, and does not know URLs of dqlite.
            "spring.jooq.sql-dialect",
            "SQLITE",
            DDL_AUTO,
            "none",
            // Test slices would replace the cluster by an embedded database, or fail without one.
            "spring.test.database.replace",
            "NONE");

    private static final Map<String, String> WITH_FLYWAY =
            Map.of("spring.flyway.driver-class-name", DqliteUrl.DRIVER_CLASS);

    private final ConfigurableEnvironment environment;

    DqliteDefaults(ConfigurableEnvironment environment) {
        // The environment must not be the source of this property source: Spring Boot looks into such a source, which
        // would be an endless recursion.
        super(NAME, NAME);
        this.environment = environment;
    }

    @Override
    public @Nullable Object getProperty(String name) {
        String value = WITH_DATA_SOURCE.get(name);
        String url = DATA_SOURCE_URL;
        if (value == null) {
            value = WITH_FLYWAY.get(name);
            url = FLYWAY_URL;
        }
        if (value == null || isApplicationDefault(name)) {
            return null;
        }
        String given = environment.getProperty(url);
        if (given == null || !DqliteUrl.isDqlite(given) || name.equals(DDL_AUTO) && mayBeEmbedded()) {
            return null;
        }
        return value;
    }

    /** A test may replace dqlite by an embedded database, for which Spring Boot has another default. */
    private static boolean mayBeEmbedded() {
        return EmbeddedDatabaseConnection.get(DqliteDefaults.class.getClassLoader()) != EmbeddedDatabaseConnection.NONE;
    }

    private boolean isApplicationDefault(String name) {
        PropertySource<?> defaults = environment.getPropertySources().get(APPLICATION_DEFAULTS);
        return defaults != null && defaults.containsProperty(name);
    }
}
