package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.report.DriverLog;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;

/**
 * One session with the cluster, used through one handle after the other. When a handle is closed, its transaction and unread results end,
 * and the settings are those of a new connection again; TEMP tables and changed PRAGMAs stay.
 */
final class DqlitePooledConnection implements PooledConnection {
    private static final DriverLog LOG = DriverLog.of("connections");

    private final JdbcSession session;
    private final Runnable unwatch;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final List<StatementEventListener> statementListeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable DqliteConnection handle;
    private volatile boolean closed;

    DqlitePooledConnection(JdbcSession session) {
        this.session = session;
        // The session must not refer to this object, which would then never become unreachable.
        WeakReference<DqlitePooledConnection> self = new WeakReference<>(this);
        session.whenEnded(() -> {
            DqlitePooledConnection present = self.get();
            if (present != null) {
                present.ended();
            }
        });
        this.unwatch = session.closeWhenUnreachable(this);
    }

    /** A new handle; the previous one is closed if it is still open, without an event. */
    @Override
    public Connection getConnection() throws SQLException {
        session.checkOpen();
        DqliteConnection old = handle;
        handle = null;
        if (old != null) {
            old.close();
            session.stopWaiting();
        }
        session.reset();
        DqliteConnection fresh = new DqliteConnection(session, new Handle());
        handle = fresh;
        return fresh;
    }

    private final class Handle implements DqliteConnection.Owner {
        @Override
        public void closed(DqliteConnection connection) throws SQLException {
            if (connection != handle) {
                return;
            }
            handle = null;
            if (session.isClosed()) {
                return;
            }
            session.stopWaiting();
            try {
                session.reset();
            } catch (SQLException e) {
                failed(e);
                throw e;
            }
            ConnectionEvent event = new ConnectionEvent(DqlitePooledConnection.this);
            LOG.notify(listeners, listener -> listener.connectionClosed(event));
        }

        @Override
        public void closed(PreparedStatement statement) {
            StatementEvent event = new StatementEvent(DqlitePooledConnection.this, statement);
            LOG.notify(statementListeners, listener -> listener.statementClosed(event));
        }
    }

    /** Notifies the listeners of a session that has ended, but was not closed by a handle. */
    private void ended() {
        if (!closed) {
            failed(SqlExceptions.connectionClosed());
        }
    }

    private void failed(SQLException cause) {
        ConnectionEvent event = new ConnectionEvent(this, cause);
        LOG.notify(listeners, listener -> listener.connectionErrorOccurred(event));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            handle = null;
            session.close();
            unwatch.run();
        }
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void addStatementEventListener(StatementEventListener listener) {
        statementListeners.add(listener);
    }

    @Override
    public void removeStatementEventListener(StatementEventListener listener) {
        statementListeners.remove(listener);
    }
}
