package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.GivenProperties;
import io.github.dqlite4j.settings.Settings;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that all data sources share: either a URL, or server names and a database name, and any option of {@link
 * DqliteProperty}. Configure it before it is shared between threads.
 */
public abstract sealed class DqliteCommonDataSource implements CommonDataSource
        permits DqliteDataSource, DqliteConnectionPoolDataSource {
    private final Properties properties = new Properties();

    /** The names that were set one by one. These are meant for the driver, so an unknown one is an error. */
    private final Set<String> named = new LinkedHashSet<>();

    private String url = "";
    private String serverNames = "";
    private String databaseName = "";
    private @Nullable PrintWriter logWriter;

    DqliteCommonDataSource() {}

    public String getUrl() {
        return url;
    }

    public void setUrl(@Nullable String url) {
        this.url = orEmpty(url);
    }

    /** Hosts and ports separated by commas, as in a URL. */
    public String getServerNames() {
        return serverNames;
    }

    public void setServerNames(@Nullable String serverNames) {
        this.serverNames = orEmpty(serverNames);
    }

    public String getDatabaseName() {
        return databaseName;
    }

    public void setDatabaseName(@Nullable String databaseName) {
        this.databaseName = orEmpty(databaseName);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Sets one option; it wins over the URL. */
    public void setProperty(DqliteProperty property, String value) {
        setProperty(property.key(), value);
    }

    /** Sets one option by its name in a URL. A wrong name or value is reported when a connection is opened. */
    public void setProperty(String key, String value) {
        properties.setProperty(key, value);
        named.add(key);
    }

    /** A copy of the options that were set. */
    public Properties getProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /**
     * Replaces all options by these, and by their defaults. Values may be texts, numbers, booleans, enums, a Duration for a
     * timeout, and a {@link NodeDialer}. A name that the driver does not know is ignored with a warning, because frameworks pass on all
     * their settings.
     */
    public void setProperties(@Nullable Properties properties) {
        Map<String, Object> given = GivenProperties.of(properties);
        this.properties.clear();
        this.properties.putAll(given);
        named.clear();
    }

    /** The function that opens the sockets, or null for the driver's own way. */
    public @Nullable NodeDialer getDialer() {
        return properties.get(NodeDialer.PROPERTY) instanceof NodeDialer dialer ? dialer : null;
    }

    /** Sets the function that opens the sockets, null for the driver's own way. It is one of the {@link #getProperties properties}. */
    public void setDialer(@Nullable NodeDialer dialer) {
        if (dialer == null) {
            properties.remove(NodeDialer.PROPERTY);
        } else {
            properties.put(NodeDialer.PROPERTY, dialer);
        }
    }

    /** Opens a new session. */
    final JdbcSession open() throws SQLException {
        for (String name : named) {
            JdbcSession.checkName(name);
        }
        return JdbcSession.open(url(), properties);
    }

    private String url() throws SQLException {
        boolean named = !serverNames.isEmpty() || !databaseName.isEmpty();
        if (!url.isEmpty() && named) {
            throw wrong("has a URL as well as server names or a database name; set one or the other");
        }
        if (named) {
            return Settings.PREFIX + "//" + serverNames + "/" + databaseName;
        }
        if (!url.startsWith(Settings.PREFIX)) {
            throw wrong("has no URL that begins with " + Settings.PREFIX);
        }
        return url;
    }

    private static SQLException wrong(String what) {
        return new SQLNonTransientConnectionException("The data source " + what, "08001");
    }

    /** Names the cluster and the database, but no option. */
    @Override
    public String toString() {
        String named = url.isEmpty() ? Settings.PREFIX + "//" + serverNames + "/" + databaseName : url;
        return getClass().getSimpleName() + "[" + Settings.shown(named) + "]";
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Stored but not used: the driver logs through {@link System.Logger}. */
    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        logWriter = writer;
    }

    /** The same as the option {@code loginTimeout}, in seconds. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds < 0) {
            throw SqlExceptions.usage("A timeout cannot be negative");
        }
        if (seconds == 0) {
            properties.remove(DqliteProperty.LOGIN_TIMEOUT.key());
        } else {
            setProperty(DqliteProperty.LOGIN_TIMEOUT, Long.toString(Math.min(seconds * 1000L, Integer.MAX_VALUE)));
        }
    }

    /** In seconds; 0 if it was not set. */
    @Override
    public int getLoginTimeout() throws SQLException {
        Object given = properties.getOrDefault(DqliteProperty.LOGIN_TIMEOUT.key(), "0");
        String millis = GivenProperties.text(DqliteProperty.LOGIN_TIMEOUT, given);
        try {
            return Integer.parseInt(millis) / 1000;
        } catch (NumberFormatException e) {
            throw wrong("has the loginTimeout '" + millis + "', which is not a number");
        }
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.github.dqlite4j");
    }
}
