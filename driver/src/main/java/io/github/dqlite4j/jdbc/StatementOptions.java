package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.result.OwningStatement;
import io.github.dqlite4j.jdbc.result.ResultKind;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import io.github.dqlite4j.settings.DqliteProperty;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The options of a statement, and whether it is open. */
abstract class StatementOptions implements OwningStatement, SelfWrapper {
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
    private final AtomicBoolean closed = new AtomicBoolean();

    StatementOptions(DqliteConnection connection, ResultKind kind, boolean poolable) {
        this.connection = connection;
        this.kind = kind;
        this.poolable = poolable;
        this.fetchSize = connection.session().settings().number(DqliteProperty.FETCH_SIZE);
    }

    /** @throws SQLException if the statement or its connection is closed */
    final void checkOpen() throws SQLException {
        if (closed.get()) {
            throw SqlExceptions.closedObject("statement");
        }
        connection.checkOpen();
    }

    /** Closes it; returns whether it was open. */
    final boolean markClosed() {
        return !closed.getAndSet(true);
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
        return closed.get() || connection.isClosed();
    }

    @Override
    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        checkOpen();
        return maxFieldSize;
    }

    /** Longer texts and blobs are truncated to this number of bytes; 0 for no limit. */
    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
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
        checkOpen();
        return maxRows;
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        checkOpen();
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
        checkOpen();
        escapes = enable;
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        checkOpen();
        return queryTimeout;
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        notNegative(seconds);
        queryTimeout = seconds;
    }

    /** Always null: the driver reports errors, and no warnings of a statement. */
    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    /** Without effect, as JDBC requires if rows cannot be updated in place. */
    @Override
    public void setCursorName(@Nullable String name) throws SQLException {
        checkOpen();
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != ResultSet.FETCH_FORWARD
                && direction != ResultSet.FETCH_REVERSE
                && direction != ResultSet.FETCH_UNKNOWN) {
            throw SqlExceptions.usage("There is no fetch direction " + direction);
        }
        fetchDirection = direction;
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return fetchDirection;
    }

    /** A hint that has no effect: a server always sends about 4 KiB of rows at a time. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        notNegative(rows);
        fetchSize = rows;
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize;
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getResultSetType() throws SQLException {
        checkOpen();
        return kind.type();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public void setPoolable(boolean value) throws SQLException {
        checkOpen();
        poolable = value;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        checkOpen();
        return poolable;
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }
}
