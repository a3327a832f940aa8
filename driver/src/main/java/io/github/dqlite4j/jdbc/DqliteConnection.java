package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.Introspection;
import io.github.dqlite4j.engine.Session;
import io.github.dqlite4j.engine.keys.InsertTarget;
import io.github.dqlite4j.engine.keys.KeyPlan;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.jdbc.convert.ParameterBinder;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.large.MemoryBlob;
import io.github.dqlite4j.jdbc.large.MemoryClob;
import io.github.dqlite4j.jdbc.metadata.DqliteDatabaseMetaData;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.escape.JdbcEscapes;
import io.github.dqlite4j.sql.escape.SqlEscapeException;
import io.github.dqlite4j.sql.statement.SqlScript;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the leader of a cluster; it finds the new leader by itself between transactions. Thread-safe: calls of
 * several threads run one after the other; {@link #abort} may come at any time.
 */
public final class DqliteConnection implements Connection, DqliteNodeInfo, SelfWrapper {
    private static final int KEY_PLANS = 256;

    private final Session session;
    private final ScriptCache scripts = new ScriptCache();
    private final ColumnReader reader;
    private final ParameterBinder binder;
    private final Introspection catalog;
    private final Owner owner;
    private final Properties clientInfo = new Properties();
    private final List<DqliteSavepoint> savepoints = new ArrayList<>();
    private final Map<KeyQuestion, KeyPlan> keyPlans = new HashMap<>();
    private long keyPlansSchema;
    private int lastSavepoint;
    private @Nullable SQLWarning warnings;
    private volatile boolean closed;

    /** Whoever owns the session of a connection, and is told what becomes of it. */
    interface Owner {
        void closed(DqliteConnection connection) throws SQLException;

        void closed(PreparedStatement statement);
    }

    /** A connection that owns its session. */
    private static final Owner ITSELF = new Owner() {
        @Override
        public void closed(DqliteConnection connection) {
            connection.session.close();
        }

        @Override
        public void closed(PreparedStatement statement) {}
    };

    public DqliteConnection(Session session) {
        this(session, ITSELF);
    }

    public DqliteConnection(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
        this.reader = new ColumnReader(session.settings().zone());
        this.binder = new ParameterBinder(session.settings().zone());
        this.catalog = new Introspection(session, reader);
    }

    public Owner owner() {
        return owner;
    }

    public Session session() {
        return session;
    }

    public Introspection catalog() {
        return catalog;
    }

    public ColumnReader reader() {
        return reader;
    }

    public ParameterBinder binder() {
        return binder;
    }

    /** A script with a statement that must not be sent is refused as a whole, before anything of it was done. */
    public SqlScript parse(String sql, boolean escapes) throws SQLException {
        try {
            SqlScript known = scripts.get(sql, escapes);
            if (known != null) {
                return known;
            }
            SqlScript script = SqlParser.parse(escapes ? JdbcEscapes.translate(sql) : sql);
            for (SqlStatement statement : script.statements()) {
                SqlExceptions.checkAllowed(statement);
            }
            scripts.put(sql, escapes, script);
            return script;
        } catch (SqlEscapeException e) {
            throw new SQLSyntaxErrorException(e.getMessage(), "42000", e);
        }
    }

    /** @throws SQLException 08003 if this connection is closed */
    public void checkOpen() throws SQLException {
        if (closed) {
            throw SqlExceptions.closed("connection");
        }
        session.checkOpen();
    }

    /** How to execute this INSERT so that the keys that are asked for come back. */
    public KeyPlan keyPlan(SqlStatement statement, KeyRequest request) throws SQLException {
        long schema = session.database().schemaChanges();
        if (schema != keyPlansSchema) {
            keyPlans.clear();
            keyPlansSchema = schema;
        }
        KeyQuestion question = new KeyQuestion(statement.text(), request);
        KeyPlan known = keyPlans.get(question);
        if (known == null) {
            InsertTarget target = InsertTarget.find(session, Objects.requireNonNull(statement.targetTable()));
            if (target == null) {
                return KeyPlan.plain(statement);
            }
            known = KeyPlan.of(statement, request, target);
            if (keyPlans.size() >= KEY_PLANS) {
                keyPlans.clear();
            }
            keyPlans.put(question, known);
        }
        return known;
    }

    /** Another client may have changed the table. */
    public void forgetKeyPlans() {
        keyPlans.clear();
    }

    private record KeyQuestion(String sql, KeyRequest request) {}

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
        return new DqliteStatement(this, ResultKind.of(type, concurrency, holdability, this));
    }

    /** Something was done otherwise than it was asked for. */
    public void warn(String message) {
        SQLWarning warning = new SQLWarning(message, "01S02");
        SQLWarning first = warnings;
        if (first == null) {
            warnings = warning;
        } else {
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
        return prepare(sql, ResultKind.of(type, concurrency, holdability, this), KeyRequest.NONE);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepare(sql, ResultKind.FORWARD_ONLY, KeyRequest.of(autoGeneratedKeys));
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
        try {
            return JdbcEscapes.translate(sql);
        } catch (SqlEscapeException e) {
            throw new SQLSyntaxErrorException(e.getMessage(), "42000", e);
        }
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
        manual("commit");
        session.commit();
        savepoints.clear();
    }

    @Override
    public void rollback() throws SQLException {
        manual("rollback");
        session.rollback();
        savepoints.clear();
    }

    private void manual(String what) throws SQLException {
        checkOpen();
        if (session.autoCommit()) {
            throw new SQLException(what + " while auto-commit is on", "25000");
        }
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return mark(null);
    }

    @Override
    public Savepoint setSavepoint(@Nullable String name) throws SQLException {
        if (name == null) {
            throw SqlExceptions.usage("The name of the savepoint is null");
        }
        return mark(name);
    }

    private Savepoint mark(@Nullable String name) throws SQLException {
        manual("A savepoint");
        if (!session.inTransaction()) {
            savepoints.clear();
        }
        session.begin();
        DqliteSavepoint savepoint = new DqliteSavepoint(++lastSavepoint, name);
        execute("SAVEPOINT " + savepoint.sqlName());
        savepoints.add(savepoint);
        return savepoint;
    }

    @Override
    public void rollback(@Nullable Savepoint savepoint) throws SQLException {
        manual("A savepoint");
        int place = place(savepoint);
        execute("ROLLBACK TO " + savepoints.get(place).sqlName());
        savepoints.subList(place + 1, savepoints.size()).clear();
    }

    @Override
    public void releaseSavepoint(@Nullable Savepoint savepoint) throws SQLException {
        manual("A savepoint");
        int place = place(savepoint);
        execute("RELEASE " + savepoints.get(place).sqlName());
        savepoints.subList(place, savepoints.size()).clear();
    }

    private int place(@Nullable Savepoint savepoint) throws SQLException {
        int place = savepoint instanceof DqliteSavepoint own ? savepoints.indexOf(own) : -1;
        if (place < 0) {
            throw new SQLException("The savepoint is not, or no longer, one of this transaction", "3B001");
        }
        return place;
    }

    private void execute(String sql) throws SQLException {
        session.execute(SqlParser.parseOne(sql), List.of(), 0);
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            savepoints.clear();
            owner.closed(this);
        }
    }

    @Override
    public boolean isClosed() {
        return closed || session.isClosed();
    }

    @Override
    public String node() throws SQLException {
        return session.nextNode().toString();
    }

    @Override
    public void abort(@Nullable Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlExceptions.usage("The executor is null");
        }
        if (!isClosed()) {
            closed = true;
            session.abort();
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

    /** Accepts every level and gives the highest: there is no other in dqlite. */
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
        return warnings;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings = null;
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

    /** Kept here and nowhere else: servers know no such thing. Every name is taken. */
    @Override
    public void setClientInfo(@Nullable String name, @Nullable String value) throws SQLClientInfoException {
        checkOpenForClientInfo(name == null ? Set.of() : Set.of(name));
        if (name == null) {
            throw new SQLClientInfoException("The name is null", "HY000", Map.of());
        }
        if (value == null) {
            clientInfo.remove(name);
        } else {
            clientInfo.setProperty(name, value);
        }
    }

    @Override
    public void setClientInfo(@Nullable Properties properties) throws SQLClientInfoException {
        checkOpenForClientInfo(properties == null ? Set.of() : properties.stringPropertyNames());
        clientInfo.clear();
        if (properties == null) {
            return;
        }
        properties.stringPropertyNames().forEach(name -> clientInfo.setProperty(name, properties.getProperty(name)));
    }

    private void checkOpenForClientInfo(Set<String> names) throws SQLClientInfoException {
        if (isClosed()) {
            Map<String, ClientInfoStatus> failed = new HashMap<>();
            names.forEach(name -> failed.put(name, ClientInfoStatus.REASON_UNKNOWN));
            throw new SQLClientInfoException("The connection is closed", "08003", failed);
        }
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        checkOpen();
        return clientInfo.getProperty(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        Properties copy = new Properties();
        copy.putAll(clientInfo);
        return copy;
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
}
