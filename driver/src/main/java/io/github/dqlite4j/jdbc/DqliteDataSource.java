package io.github.dqlite4j.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source without a pool: each connection is a new one. Configure it before it is shared between threads. */
public final class DqliteDataSource implements DataSource, Wrapped {
    private final Properties properties = new Properties();
    private String url = "";
    private @Nullable PrintWriter logWriter;

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    /** Sets one option; it wins over the URL. */
    public void setProperty(DqliteProperty property, String value) {
        properties.setProperty(property.key(), value);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!url.startsWith(Settings.PREFIX)) {
            throw Errors.unreachable("The data source has no URL that begins with " + Settings.PREFIX, null);
        }
        return new DqliteConnection(new Session(Settings.of(url, properties)));
    }

    /** The same: dqlite has no accounts. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds < 0) {
            throw Errors.usage("A timeout cannot be negative");
        }
        if (seconds == 0) {
            properties.remove(DqliteProperty.LOGIN_TIMEOUT.key());
        } else {
            setProperty(DqliteProperty.LOGIN_TIMEOUT, Long.toString(Math.min(seconds * 1000L, Integer.MAX_VALUE)));
        }
    }

    @Override
    public int getLoginTimeout() {
        String millis = properties.getProperty(DqliteProperty.LOGIN_TIMEOUT.key());
        return millis == null ? 0 : Integer.parseInt(millis) / 1000;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.github.dqlite4j");
    }
}
