package io.github.dqlite4j.spring.boot.pool;

import io.github.dqlite4j.settings.DqliteProperty;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The options of the driver in {@code spring.dqlite.*}: those of the URL, with names as Spring Boot writes them. */
final class DriverOptions {
    static final String PREFIX = "spring.dqlite";

    private DriverOptions() {}

    /**
     * Reads the options that are set.
     *
     * @return values by the driver's names
     * @throws IllegalStateException if a name is unknown
     */
    static Map<DqliteProperty, String> of(Environment environment) {
        Binder binder = Binder.get(environment);
        checkNames(binder);
        Map<DqliteProperty, String> options = new LinkedHashMap<>();
        for (DqliteProperty property : DqliteProperty.values()) {
            String name = name(property);
            if (property.isTime()) {
                // A plain number is milliseconds, as in the URL.
                binder.bind(name, Bindable.of(Duration.class))
                        .ifBound(time -> options.put(property, String.valueOf(time.toMillis())));
            } else {
                binder.bind(name, Bindable.of(String.class)).ifBound(value -> options.put(property, value));
            }
        }
        return options;
    }

    /** The name as in {@code application.properties}. */
    static String name(DqliteProperty property) {
        return PREFIX + "." + kebab(property.key());
    }

    static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static void checkNames(Binder binder) {
        Map<String, Object> given =
                binder.bind(PREFIX, Bindable.mapOf(String.class, Object.class)).orElse(Map.of());
        given.forEach((name, value) -> {
            // Those with further names below them belong to the starter.
            if (!(value instanceof Map) && !name.contains(".") && !isKnown(name)) {
                throw new IllegalStateException(PREFIX + "." + name + " is not known. Is "
                        + name(DqliteProperty.nearest(uniform(name))) + " meant?");
            }
        });
    }

    private static boolean isKnown(String name) {
        for (DqliteProperty property : DqliteProperty.values()) {
            if (uniform(name).equals(uniform(property.key()))) {
                return true;
            }
        }
        return false;
    }

    private static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
