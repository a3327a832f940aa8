package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.prepared.PreparedStatements;
import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.event.StatementCacheStatistics;
import io.github.dqlite4j.jdbc.event.Listeners;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.GivenProperties;
import io.github.dqlite4j.settings.Settings;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The JDBC driver for {@code jdbc:dqlite://host:port,host:port/database?property=value}. Thread-safe. */
public final class DqliteDriver implements Driver {
    static final int MAJOR = 0;
    static final int MINOR = 1;

    static {
        try {
            DriverManager.registerDriver(new DqliteDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Connects to the leader.
     *
     * @return null if the URL is another driver's
     * @throws SQLException 08001 if the URL is wrong or no leader is reached within {@code loginTimeout}
     */
    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        return new DqliteConnection(JdbcSession.open(url, properties == null ? new Properties() : properties));
    }

    @Override
    public boolean acceptsURL(String url) {
        return url != null && url.startsWith(Settings.PREFIX);
    }

    /**
     * Every option, with its value in the properties, else in the URL, else its default. Values are not checked. The value of a secret is
     * omitted.
     */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties properties) {
        Map<String, String> given = url == null ? Map.of() : Settings.options(url);
        Map<String, Object> more = GivenProperties.of(properties);
        return Arrays.stream(DqliteProperty.values())
                .map(property -> {
                    Object value = more.get(property.key());
                    String text = value == null ? given.get(property.key()) : GivenProperties.text(property, value);
                    return info(property, text == null ? property.defaultValue() : text);
                })
                .toArray(DriverPropertyInfo[]::new);
    }

    private static DriverPropertyInfo info(DqliteProperty property, String value) {
        DriverPropertyInfo info = new DriverPropertyInfo(property.key(), property.isSecret() ? null : value);
        info.description = property.description();
        if (!property.choices().isEmpty()) {
            info.choices = property.choices().toArray(String[]::new);
        }
        return info;
    }

    /**
     * Reads a URL and its options, without connecting.
     *
     * @throws SQLException 08001: what is wrong with it
     */
    public static void check(String url) throws SQLException {
        JdbcSession.settings(url, new Properties());
    }

    /** Adds a listener for the events of all connections of this JVM. */
    public static void addListener(DqliteListener listener) {
        Listeners.INSTANCE.add(listener);
    }

    /** Removes a listener. */
    public static void removeListener(DqliteListener listener) {
        Listeners.INSTANCE.remove(listener);
    }

    /** The statistics of all caches of prepared statements of this JVM. They cost a few additions for each execution. */
    public static StatementCacheStatistics statementCache() {
        return new StatementCacheStatistics(
                PreparedStatements.hits(), PreparedStatements.misses(), PreparedStatements.kept());
    }

    @Override
    public int getMajorVersion() {
        return MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return MINOR;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.github.dqlite4j");
    }
}
