package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import io.github.dqlite4j.settings.DqliteProperty;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What a statement was told before it is executed, and whether it is open. */
abstract class StatementOptions implements Statement, SelfWrapper {
    public final DqliteConnection connection;
    final ResultKind kind;
    private long maxRows;
    private int maxFieldSize;
    private int queryTimeout;
    private int fetchSize;
    private int fetchDirection = ResultSet.FETCH_FORWARD;
    private boolean escapes = true;
    private boolean closeOnCompletion;
    private boolean poolable;
    private volatile boolean closed;

    StatementOptions(DqliteConnection connection, ResultKind kind, boolean poolable) {
        this.connection = connection;
        this.kind = kind;
        this.poolable = poolable;
        this.fetchSize = connection.session().settings().number(DqliteProperty.FETCH_SIZE);
    }

    /** @throws SQLException if the statement or its connection is closed */
    final void open() throws SQLException {
        if (closed) {
            throw SqlExceptions.closedObject("statement");
        }
        connection.checkOpen();
    }

    /** Closes it; returns whether it was open. */
    final boolean markClosed() {
        boolean was = !closed;
        closed = true;
        return was;
    }

    final long rowLimit() {
        return maxRows;
    }

    final int timeoutSeconds() {
        return queryTimeout;
    }

    final boolean translatesEscapes() {
        return escapes;
    }

    final boolean closesOnCompletion() {
        return closeOnCompletion;
    }

    @Override
    public boolean isClosed() {
        return closed || connection.isClosed();
    }

    @Override
    public Connection getConnection() throws SQLException {
        open();
        return connection;
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        open();
        return maxFieldSize;
    }

    /** Longer texts and blobs are cut, to this many bytes; 0 for no limit. */
    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        open();
        notNegative(max);
        maxFieldSize = max;
    }

    @Override
    public int getMaxRows() throws SQLException {
        return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE);
    }

    @Override
    public void setMaxRows(int max) throws SQLException {
        setLargeMaxRows(max);
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        open();
        return maxRows;
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        open();
        notNegative(max);
        maxRows = max;
    }

    private static void notNegative(long value) throws SQLException {
        if (value < 0) {
            throw SqlExceptions.usage(value + " is negative");
        }
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        open();
        escapes = enable;
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        open();
        return queryTimeout;
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        open();
        notNegative(seconds);
        queryTimeout = seconds;
    }

    /** There are none: what a statement could warn of is an error here. */
    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        open();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        open();
    }

    /** Without effect, as JDBC wants it where no row can be updated in place. */
    @Override
    public void setCursorName(@Nullable String name) throws SQLException {
        open();
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        open();
        if (direction != ResultSet.FETCH_FORWARD
                && direction != ResultSet.FETCH_REVERSE
                && direction != ResultSet.FETCH_UNKNOWN) {
            throw SqlExceptions.usage("There is no fetch direction " + direction);
        }
        fetchDirection = direction;
    }

    @Override
    public int getFetchDirection() throws SQLException {
        open();
        return fetchDirection;
    }

    /** A hint; a server sends about 4 KiB of rows at a time whatever it is. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        open();
        notNegative(rows);
        fetchSize = rows;
    }

    @Override
    public int getFetchSize() throws SQLException {
        open();
        return fetchSize;
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        open();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getResultSetType() throws SQLException {
        open();
        return kind.type();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        open();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public void setPoolable(boolean value) throws SQLException {
        open();
        poolable = value;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        open();
        return poolable;
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        open();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        open();
        return closeOnCompletion;
    }
}
