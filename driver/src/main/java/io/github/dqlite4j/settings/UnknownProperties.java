package io.github.dqlite4j.settings;

import io.github.dqlite4j.report.DriverLog;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names in {@code Properties} that the driver does not know. Frameworks pass on their own settings, so unknown names are ignored, with one
 * warning for each name and JVM. Thread-safe.
 */
final class UnknownProperties {
    private static final DriverLog LOG = DriverLog.of("settings");

    /** A program may generate names. */
    private static final int MAX_NAMES = 100;

    private static final int MAX_LENGTH = 60;
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private UnknownProperties() {}

    static void warn(String name) {
        if (isNew(shown(name))) {
            DqliteProperty nearest = DqliteProperty.nearest(name);
            LOG.log(
                    Level.WARNING,
                    () -> "The property '" + shown(name) + "' is unknown to the driver, and is ignored"
                            + (DqliteProperty.distance(name, nearest)
                                            <= nearest.key().length() / 3
                                    ? "; did you mean '" + nearest.key() + "'?"
                                    : ""));
        }
    }

    static void warnOfKey(Class<?> type) {
        if (isNew(type.getName())) {
            LOG.log(Level.WARNING, () -> "A property whose name is not a text but a " + type.getName() + " is ignored");
        }
    }

    private static boolean isNew(String name) {
        return WARNED.size() < MAX_NAMES && WARNED.add(name);
    }

    /** A name in a form that may be shown: printable, and not too long. */
    static String shown(String name) {
        String start = name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) + "…" : name;
        return start.replaceAll("[^\\p{Print}…]", "?");
    }
}
