package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.jdbc.DqliteDriver;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the starter knows of a URL; the driver parses the rest. */
final class DqliteUrl {

    static final String PREFIX = "jdbc:dqlite:";
    static final String DRIVER_CLASS = "io.github.dqlite4j.jdbc.DqliteDriver";

    private DqliteUrl() {}

    static boolean isDqlite(@Nullable String url) {
        return url != null && url.startsWith(PREFIX);
    }

    static boolean isValid(String url) {
        try {
            DqliteDriver.check(url);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** @return the URL up to its options, which may hold secrets */
    static String withoutOptions(String url) {
        int options = url.indexOf('?');
        return options < 0 ? url : url.substring(0, options);
    }
}
