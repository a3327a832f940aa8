package io.github.dqlite4j.cli;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.jdbc.DqliteConnection;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The cluster and the database that the shell talks to. Connects when it must, and again when the connection was lost. */
final class Database implements AutoCloseable {
    private final boolean readOnly;
    private @Nullable String url;
    private @Nullable Connection connection;

    Database(@Nullable String url, boolean readOnly) {
        this.url = url;
        this.readOnly = readOnly;
    }

    /** @throws SQLException if no leader is reached, or the URL is wrong */
    Connection connection() throws SQLException, UsageException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            Properties properties = new Properties();
            if (readOnly) {
                properties.put("readOnly", "true");
            }
            open = new DqliteDriver().connect(url(), properties);
            if (open == null) {
                throw new UsageException("The URL must begin with jdbc:dqlite:");
            }
            connection = open;
        }
        return open;
    }

    boolean isConnected() {
        try {
            return connection != null && !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether a transaction is open. Connects to nothing. */
    boolean inTransaction() {
        try {
            Connection open = connection;
            return open != null
                    && isConnected()
                    && open.unwrap(DqliteConnection.class).transaction() != null;
        } catch (SQLException e) {
            return false;
        }
    }

    DqliteAdmin admin() throws UsageException {
        try {
            return DqliteAdmin.of(url());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Another cluster or database. */
    void open(String other) throws SQLException {
        close();
        url = other;
    }

    private String url() throws UsageException {
        if (url == null) {
            throw new UsageException("There is no database yet: .open host:9001,host:9001/database");
        }
        return url;
    }

    /** The URL without what may be a secret. */
    String shown() {
        return url == null ? "none" : Settings.shown(url);
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
