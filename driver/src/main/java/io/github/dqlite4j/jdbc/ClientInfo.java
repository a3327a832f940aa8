package io.github.dqlite4j.jdbc;

import java.sql.ClientInfoStatus;
import java.sql.SQLClientInfoException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client info of a connection. Every name is accepted. Servers have no such setting, so the values are kept only here. Thread-safe. */
final class ClientInfo {
    private final Properties values = new Properties();

    void set(@Nullable String name, @Nullable String value, boolean closed) throws SQLClientInfoException {
        checkOpen(name == null ? Set.of() : Set.of(name), closed);
        if (name == null) {
            throw new SQLClientInfoException("The name is null", "HY000", Map.of());
        }
        if (value == null) {
            values.remove(name);
        } else {
            values.setProperty(name, value);
        }
    }

    void setAll(@Nullable Properties properties, boolean closed) throws SQLClientInfoException {
        checkOpen(properties == null ? Set.of() : properties.stringPropertyNames(), closed);
        values.clear();
        if (properties != null) {
            properties.stringPropertyNames().forEach(name -> values.setProperty(name, properties.getProperty(name)));
        }
    }

    private static void checkOpen(Set<String> names, boolean closed) throws SQLClientInfoException {
        if (closed) {
            Map<String, ClientInfoStatus> failed = new HashMap<>();
            names.forEach(name -> failed.put(name, ClientInfoStatus.REASON_UNKNOWN));
            throw new SQLClientInfoException("The connection is closed", "08003", failed);
        }
    }

    @Nullable
    String get(String name) {
        return values.getProperty(name);
    }

    Properties copy() {
        Properties copy = new Properties();
        copy.putAll(values);
        return copy;
    }
}
