package io.github.dqlite4j.spring.boot.source;

import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.settings.DqliteProperty;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The few things that the starter needs to know about a URL. The driver parses it. */
public final class DqliteUrl {

    /** The name of the driver's class. */
    public static final String DRIVER_CLASS = DqliteDriver.class.getName();

    private DqliteUrl() {}

    /** Whether this is a URL of dqlite. */
    public static boolean isDqlite(@Nullable String url) {
        return url != null && url.startsWith(DqliteConstants.URL_PREFIX);
    }

    /** Whether the driver accepts this URL. */
    public static boolean isValid(String url) {
        try {
            DqliteDriver.check(url);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether the URL sets this property. */
    public static boolean hasOption(String url, String key) {
        return options(url).anyMatch(option -> option.startsWith(key + "="));
    }

    private static Stream<String> options(String url) {
        int question = url.indexOf('?');
        return question < 0
                ? Stream.empty()
                : Arrays.stream(url.substring(question + 1).split("&"));
    }

    /** Returns the URL with this login timeout instead of its own. */
    public static String withLoginTimeout(String url, int millis) {
        String key = DqliteProperty.LOGIN_TIMEOUT.key() + "=";
        String kept = options(url)
                .filter(option -> !option.isEmpty() && !option.startsWith(key))
                .map(option -> option + "&")
                .collect(Collectors.joining());
        return withoutOptions(url) + "?" + kept + key + millis;
    }

    /** Returns the URL without its options, which may contain secrets. */
    public static String withoutOptions(String url) {
        int options = url.indexOf('?');
        return options < 0 ? url : url.substring(0, options);
    }
}
