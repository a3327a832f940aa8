package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.failure.TransactionFate;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.jdbc.convert.ParameterBinder;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.large.MemoryBlob;
import io.github.dqlite4j.jdbc.large.MemoryClob;
import io.github.dqlite4j.jdbc.metadata.DqliteDatabaseMetaData;
import io.github.dqlite4j.jdbc.result.ResultKind;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import io.github.dqlite4j.sql.statement.SqlScript;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the leader of a cluster. Between transactions it connects to a new leader automatically. Thread-safe: calls of several
 * threads run one after the other; {@link #abort} may come at any time.
 */
public final class DqliteConnection implements Connection, DqliteNodeInfo, SelfWrapper {
    private final JdbcSession session;
    private final SqlTexts texts = new SqlTexts();
    private final ColumnReader reader;
    private final ParameterBinder binder;
    private final SessionCatalog catalog;
    private final Owner owner;
    private final ClientInfo clientInfo = new ClientInfo();
    private final Savepoints savepoints;
    private final AtomicReference<@Nullable SQLWarning> warnings = new AtomicReference<>();
    private volatile Runnable unwatch = () -> {};
    private volatile boolean closed;

    /** Owns the session of a connection, and is notified when the connection or one of its statements is closed. */
    interface Owner {
        void closed(DqliteConnection connection) throws SQLException;

        void closed(PreparedStatement statement);
    }

    /** A connection that owns its session. */
    private static final Owner ITSELF = new Owner() {
        @Override
        public void closed(DqliteConnection connection) {
            connection.session.close();
            connection.unwatch.run();
        }

        @Override
        public void closed(PreparedStatement statement) {}
    };

    /** A connection that owns its session. */
    DqliteConnection(JdbcSession session) {
        this(session, ITSELF);
        unwatch = session.closeWhenUnreachable(this);
    }

    /** A connection to a session that outlives it. */
    DqliteConnection(JdbcSession session, Owner owner) {
        this.session = session;
        this.owner = owner;
        this.savepoints = new Savepoints(session);
        this.reader = new ColumnReader(session.settings().zone());
        this.binder = new ParameterBinder(session.settings().zone());
        this.catalog = new SessionCatalog(session, reader);
    }

    Owner owner() {
        return owner;
    }

    JdbcSession session() {
        return session;
    }

    SessionCatalog catalog() {
        return catalog;
    }

    ColumnReader reader() {
        return reader;
    }

    ParameterBinder binder() {
        return binder;
    }

    /** The statements of a text; see {@link SqlTexts#parse}. */
    SqlScript parse(String sql, boolean escapes) throws SQLException {
        return texts.parse(sql, escapes);
    }

    /** @throws SQLException 08003 if this connection is closed */
    void checkOpen() throws SQLException {
        if (closed) {
            throw SqlExceptions.connectionClosed();
        }
        session.checkOpen();
    }

    @Override
    public Statement createStatement() throws SQLException {
        checkOpen();
        return new DqliteStatement(this, ResultKind.FORWARD_ONLY);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return createStatement(type, concurrency, ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        return new DqliteStatement(this, ResultKind.of(type, concurrency, holdability, this::warn));
    }

    /** Adds a warning: the driver did something in another way than requested. */
    void warn(String message) {
        SQLWarning warning = new SQLWarning(message, "01S02");
        SQLWarning first = warnings.compareAndExchange(null, warning);
        if (first != null) {
            first.setNextWarning(warning);
        }
    }

    private PreparedStatement prepare(String sql, ResultKind kind, KeyRequest request) throws SQLException {
        checkOpen();
        return new DqlitePreparedStatement(this, sql, kind, request);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepare(sql, ResultKind.FORWARD_ONLY, KeyRequest.NONE);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepareStatement(sql, type, concurrency, ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkOpen();
        return prepare(sql, ResultKind.of(type, concurrency, holdability, this::warn), KeyRequest.NONE);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepare(sql, ResultKind.FORWARD_ONLY, GeneratedKeys.request(autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int @Nullable [] columnIndexes) throws SQLException {
        return prepare(sql, ResultKind.FORWARD_ONLY, KeyRequest.of(columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String @Nullable [] columnNames) throws SQLException {
        return prepare(sql, ResultKind.FORWARD_ONLY, KeyRequest.of(columnNames));
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw SqlExceptions.unsupported("A stored procedure");
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        return SqlTexts.translate(sql);
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        checkOpen();
        session.setAutoCommit(autoCommit);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return session.autoCommit();
    }

    @Override
    public void commit() throws SQLException {
        requireManualCommit("commit");
        session.commit();
        savepoints.clear();
    }

    @Override
    public void rollback() throws SQLException {
        requireManualCommit("rollback");
        session.rollback();
        savepoints.clear();
    }

    private void requireManualCommit(String what) throws SQLException {
        checkOpen();
        if (session.autoCommit()) {
            throw new SQLException(what + " while auto-commit is on", "25000");
        }
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        requireManualCommit("A savepoint");
        return savepoints.set(null);
    }

    @Override
    public Savepoint setSavepoint(@Nullable String name) throws SQLException {
        if (name == null) {
            throw SqlExceptions.usage("The name of the savepoint is null");
        }
        requireManualCommit("A savepoint");
        return savepoints.set(name);
    }

    @Override
    public void rollback(@Nullable Savepoint savepoint) throws SQLException {
        requireManualCommit("A savepoint");
        savepoints.rollbackTo(savepoint);
    }

    @Override
    public void releaseSavepoint(@Nullable Savepoint savepoint) throws SQLException {
        requireManualCommit("A savepoint");
        savepoints.release(savepoint);
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            owner.closed(this);
        }
    }

    @Override
    public boolean isClosed() {
        return closed || session.isClosed();
    }

    @Override
    public String node() throws SQLException {
        return session.nextNode();
    }

    @Override
    public void abort(@Nullable Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlExceptions.usage("The executor is null");
        }
        if (!isClosed()) {
            closed = true;
            session.abort();
            unwatch.run();
        }
    }

    /** Ends within that many seconds, 0 for the socket timeout, also when the node does not answer. */
    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw SqlExceptions.usage("A timeout cannot be negative");
        }
        return !closed && session.isValid(seconds);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        return new DqliteDatabaseMetaData(
                this, catalog, session.settings().url(), session.settings().productName());
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        checkOpen();
        session.setReadOnly(readOnly);
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        checkOpen();
        return session.readOnly();
    }

    @Override
    public void setCatalog(@Nullable String catalog) throws SQLException {
        checkOpen();
    }

    @Override
    public @Nullable String getCatalog() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        checkOpen();
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        checkOpen();
        return null;
    }

    /** Accepts every level and uses the highest: dqlite has no other. */
    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        checkOpen();
        if (level != TRANSACTION_READ_UNCOMMITTED
                && level != TRANSACTION_READ_COMMITTED
                && level != TRANSACTION_REPEATABLE_READ
                && level != TRANSACTION_SERIALIZABLE) {
            throw SqlExceptions.usage("There is no isolation level " + level);
        }
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        checkOpen();
        return TRANSACTION_SERIALIZABLE;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings.get();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings.set(null);
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return new HashMap<>();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        if (!map.isEmpty()) {
            throw SqlExceptions.unsupported("A user-defined type");
        }
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        checkOpen();
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
            throw SqlExceptions.unsupported("A result that ends with its transaction");
        }
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public Clob createClob() throws SQLException {
        return createNClob();
    }

    @Override
    public Blob createBlob() throws SQLException {
        checkOpen();
        return new MemoryBlob(new byte[0]);
    }

    @Override
    public NClob createNClob() throws SQLException {
        checkOpen();
        return new MemoryClob("");
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw SqlExceptions.unsupported("The type XML");
    }

    @Override
    public Array createArrayOf(String type, Object[] elements) throws SQLException {
        throw SqlExceptions.unsupported("The type ARRAY");
    }

    @Override
    public Struct createStruct(String type, Object[] attributes) throws SQLException {
        throw SqlExceptions.unsupported("The type STRUCT");
    }

    @Override
    public void setClientInfo(@Nullable String name, @Nullable String value) throws SQLClientInfoException {
        clientInfo.set(name, value, isClosed());
    }

    @Override
    public void setClientInfo(@Nullable Properties properties) throws SQLClientInfoException {
        clientInfo.setAll(properties, isClosed());
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        checkOpen();
        return clientInfo.get(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        return clientInfo.copy();
    }

    @Override
    public void setNetworkTimeout(@Nullable Executor executor, int millis) throws SQLException {
        checkOpen();
        if (executor == null) {
            throw SqlExceptions.usage("The executor is null");
        }
        if (millis < 0) {
            throw SqlExceptions.usage("A timeout cannot be negative");
        }
        session.networkTimeout(millis);
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return session.networkTimeout();
    }

    /**
     * Sets how long the next statement of this connection waits for the write lock. Later statements wait for {@code busyTimeout} again,
     * whether that statement succeeds or not. A transaction waits at its first statement, because that begins the transaction. Reached by
     * {@code connection.unwrap(DqliteConnection.class)}, through a pool too.
     *
     * @param millis 0 does not wait: a lock that is not free at once is an error (55P03)
     * @throws SQLException 08003 if the connection is closed, HY000 if {@code millis} is negative
     */
    public void setNextBusyTimeout(int millis) throws SQLException {
        checkOpen();
        if (millis < 0) {
            throw SqlExceptions.usage("A timeout cannot be negative");
        }
        session.nextBusyTimeout(millis);
    }

    /**
     * The open transaction of this connection, which can be asked later for its outcome. Null if none is open: with auto-commit, each
     * statement was committed; without, the next statement begins a transaction. Sends no request. Reached by {@code
     * connection.unwrap(DqliteConnection.class)}, through a pool too.
     *
     * @throws SQLException 08003 if the connection is closed
     */
    public @Nullable Transaction transaction() throws SQLException {
        checkOpen();
        TransactionFate fate = session.transaction();
        return fate == null ? null : new Transaction(fate);
    }

    /**
     * One transaction of a connection, for data in memory that is valid only if the transaction is committed. Two of them are equal if they
     * are of the same transaction. Does not keep the connection in memory. Thread-safe.
     */
    public static final class Transaction {
        private final TransactionFate fate;

        private Transaction(TransactionFate fate) {
            this.fate = fate;
        }

        /** Whether it is still open on its connection. The loss of a node is noticed only with the next statement. */
        public boolean isOpen() {
            return fate.isOpen();
        }

        /**
         * Whether it is certainly committed. If it is neither committed nor open, it was rolled back, or the outcome of its commit is
         * unknown (08007).
         */
        public boolean isCommitted() {
            return fate.isCommitted();
        }

        /**
         * How often it was rolled back to a savepoint. If the number has changed, earlier changes of the transaction may have been rolled
         * back.
         */
        public int savepointRollbacks() {
            return fate.savepointRollbacks();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Transaction transaction && fate == transaction.fate;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(fate);
        }
    }
}
