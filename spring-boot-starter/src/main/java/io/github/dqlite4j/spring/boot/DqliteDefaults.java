package io.github.dqlite4j.spring.boot;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Answers what a dqlite URL implies, at the moment it is asked: the URL may be set later, as by {@code @DynamicPropertySource}.
 * Not enumerable, so that the names appear only where they mean something.
 */
final class DqliteDefaults extends PropertySource<Object> {

    static final String NAME = "dqliteDefaults";

    private static final String DATA_SOURCE_URL = "spring.datasource.url";
    private static final String FLYWAY_URL = "spring.flyway.url";
    /** Spring Boot moves it behind all others, yet what an application sets there is a user's word. */
    private static final String APPLICATION_DEFAULTS = "defaultProperties";

    /** Not for a URL that is wrong, and will not become right. */
    private static final String PATIENCE = "spring.datasource.hikari.initialization-fail-timeout";

    private static final Map<String, String> WITH_DATA_SOURCE = Map.of(
            "spring.datasource.driver-class-name",
            DqliteUrl.DRIVER_CLASS,
            // An idle connection learns of a dead node before an application does.
            "spring.datasource.hikari.keepalive-time",
            "30000",
            "spring.datasource.hikari.validation-timeout",
            "3000",
            "spring.datasource.hikari.max-lifetime",
            "600000",
            // jOOQ tells a dialect by the URL, and does not know this one.
            "spring.jooq.sql-dialect",
            "SQLITE",
            // Longer than an election, which takes 5 to 6 s.
            PATIENCE,
            "15000");

    private static final Map<String, String> WITH_FLYWAY =
            Map.of("spring.flyway.driver-class-name", DqliteUrl.DRIVER_CLASS);

    private final ConfigurableEnvironment environment;

    DqliteDefaults(ConfigurableEnvironment environment) {
        // Not the environment as the source: Spring Boot descends into a source that is one, and would come back here
        // for ever.
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
        if (given == null || !DqliteUrl.isDqlite(given) || name.equals(PATIENCE) && !DqliteUrl.isValid(given)) {
            return null;
        }
        return value;
    }

    private boolean isApplicationDefault(String name) {
        PropertySource<?> defaults = environment.getPropertySources().get(APPLICATION_DEFAULTS);
        return defaults != null && defaults.containsProperty(name);
    }
}
