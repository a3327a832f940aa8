package io.github.dqlite4j.settings;

import java.io.File;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The entries of {@link Properties}, including their defaults and values that are not strings, which some frameworks set. */
public final class GivenProperties {
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private GivenProperties() {}

    /** Represents a value of the defaults of Properties that is not a string, which Properties do not return. */
    private static final class ValueInDefaults {}

    /** All entries with a name; entries override defaults. */
    public static Map<String, Object> of(@Nullable Properties properties) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (properties == null) {
            return entries;
        }
        for (String name : properties.stringPropertyNames()) {
            entries.put(name, properties.getProperty(name));
        }
        boolean allNamed = true;
        for (Map.Entry<Object, Object> entry : properties.entrySet()) {
            if (entry.getKey() instanceof String name) {
                entries.put(name, entry.getValue());
            } else {
                allNamed = false;
                UnknownProperties.warnOfKey(entry.getKey().getClass());
            }
        }
        if (allNamed) {
            for (Object name : Collections.list(properties.propertyNames())) {
                entries.putIfAbsent((String) name, new ValueInDefaults());
            }
        }
        return entries;
    }

    /**
     * The text that a URL would have for this value.
     *
     * @return null if such a value cannot stand for the property
     */
    public static @Nullable String text(DqliteProperty property, Object value) {
        if (value instanceof CharSequence || value instanceof Boolean || isWhole(value)) {
            return value.toString();
        }
        DqliteProperty.Kind kind = property.kind();
        if (value instanceof Duration time) {
            return kind.time() && time.compareTo(LONGEST) <= 0 ? Long.toString(roundUp(time)) : null;
        }
        if (value instanceof Enum<?> choice) {
            return kind.choices().isEmpty()
                    ? null
                    : choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (kind.least() >= 0 || !kind.choices().isEmpty()) {
            return null;
        }
        if (value instanceof char[] chars) {
            return new String(chars);
        }
        if (value instanceof TimeZone zone) {
            return zone.getID();
        }
        return value instanceof Path || value instanceof File || value instanceof ZoneId ? value.toString() : null;
    }

    private static boolean isWhole(Object value) {
        return List.of(
                        Integer.class,
                        Long.class,
                        Short.class,
                        Byte.class,
                        BigInteger.class,
                        AtomicInteger.class,
                        AtomicLong.class)
                .contains(value.getClass());
    }

    /** In milliseconds, rounded up, so that a short time is not zero. */
    private static long roundUp(Duration time) {
        return time.isNegative() ? -1 : time.plusNanos(999_999).toMillis();
    }

    /** How a message names a value that {@link #text} cannot read; never the value itself. */
    static String unreadable(Object value) {
        return value instanceof ValueInDefaults
                ? "a value of the defaults of Properties that is not a text"
                : "a " + value.getClass().getName();
    }
}
