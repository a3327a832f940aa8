package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Default properties for an application with a dqlite URL. Each look-up reads the URL again, because it may be set later, for
 * instance by {@code @DynamicPropertySource}. The source is not enumerable, so the names are not listed for other databases.
 */
final class DqliteDefaults extends PropertySource<Object> {

    static final String NAME = "dqliteDefaults";

    private static final String DATA_SOURCE_URL = "spring.datasource.url";
    private static final String DRIVER_CLASS_NAME = "driver-class-name";
    /** Spring Boot moves this source behind all others, but settings of the application there must take precedence. */
    private static final String APPLICATION_DEFAULTS = "defaultProperties";

    /** Each default, and the URL that it goes by. */
    private static final Map<String, Default> DEFAULTS = Map.of(
            "spring.datasource." + DRIVER_CLASS_NAME,
            new Default(DATA_SOURCE_URL, DqliteUrl.DRIVER_CLASS),
            "spring.flyway." + DRIVER_CLASS_NAME,
            new Default("spring.flyway.url", DqliteUrl.DRIVER_CLASS),
            "spring.liquibase." + DRIVER_CLASS_NAME,
            new Default("spring.liquibase.url", DqliteUrl.DRIVER_CLASS),
            // Test slices would replace the cluster by an embedded database, or fail without one.
            "spring.test.database.replace",
            new Default(DATA_SOURCE_URL, "NONE"));

    private final ConfigurableEnvironment environment;

    /** @param url the name of the property that has the URL */
    private record Default(String url, String value) {}

    DqliteDefaults(ConfigurableEnvironment environment) {
        // The environment must not be the source of this property source: Spring Boot looks into such a source, which
        // would be an endless recursion.
        super(NAME, NAME);
        this.environment = environment;
    }

    @Override
    public @Nullable Object getProperty(String name) {
        Default known = DEFAULTS.get(name);
        return known == null || isApplicationDefault(name) || !DqliteUrl.isDqlite(environment.getProperty(known.url()))
                ? null
                : known.value();
    }

    private boolean isApplicationDefault(String name) {
        PropertySource<?> defaults = environment.getPropertySources().get(APPLICATION_DEFAULTS);
        return defaults != null && defaults.containsProperty(name);
    }
}
