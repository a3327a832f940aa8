package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.Introspection;
import io.github.dqlite4j.engine.KeyedExecution;
import io.github.dqlite4j.engine.Session;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.TransactionFate;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.event.ListenedCalls;
import io.github.dqlite4j.jdbc.event.ListenedSessions;
import io.github.dqlite4j.settings.InvalidSettingsException;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.resolve.ParameterUse;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The engine's session with the exceptions of {@code java.sql}: only this class translates them. Thread-safe. */
final class JdbcSession {
    private final Session session;
    private final KeyedExecution statements;
    private final Introspection introspection;
    private final ListenedCalls calls;

    private JdbcSession(Session session) {
        this.session = session;
        this.statements = new KeyedExecution(session);
        this.introspection = new Introspection(session);
        this.calls = new ListenedCalls(session);
    }

    /** @throws SQLException 08001 if the URL is wrong or no leader is reached within {@code loginTimeout} */
    static JdbcSession open(String url, Properties properties) throws SQLException {
        return new JdbcSession(ListenedSessions.open(settings(url, properties)));
    }

    /** @throws SQLException 08001 if the URL or an option is wrong */
    static Settings settings(String url, Properties properties) throws SQLException {
        try {
            return Settings.of(url, properties, DriverManager.getLoginTimeout());
        } catch (InvalidSettingsException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** @throws SQLException 08001 if there is no option with this name */
    static void checkName(String name) throws SQLException {
        try {
            Settings.checkName(name);
        } catch (InvalidSettingsException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** A call that returns nothing. */
    private interface Action {
        void run() throws EngineException;
    }

    /** A call that returns something. */
    private interface Call<T> {
        T run() throws EngineException;
    }

    private static void run(Action action) throws SQLException {
        try {
            action.run();
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }

    private static <T> T call(Call<T> call) throws SQLException {
        try {
            return call.run();
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }

    Settings settings() {
        return session.settings();
    }

    boolean isClosed() {
        return session.isClosed();
    }

    void checkOpen() throws SQLException {
        run(session::checkOpen);
    }

    boolean autoCommit() {
        return session.autoCommit();
    }

    void setAutoCommit(boolean value) throws SQLException {
        if (value == session.autoCommit()) {
            run(() -> session.setAutoCommit(value));
        } else {
            endTransaction("COMMIT", () -> session.setAutoCommit(value));
        }
    }

    boolean readOnly() {
        return session.readOnly();
    }

    void setReadOnly(boolean value) throws SQLException {
        run(() -> session.setReadOnly(value));
    }

    boolean inTransaction() {
        return session.inTransaction();
    }

    @Nullable
    TransactionFate transaction() {
        return introspection.transaction();
    }

    void begin() throws SQLException {
        run(session::begin);
    }

    void commit() throws SQLException {
        endTransaction("COMMIT", session::commit);
    }

    void rollback() throws SQLException {
        endTransaction("ROLLBACK", session::rollback);
    }

    private void endTransaction(String verb, Action action) throws SQLException {
        calls.endTransaction(verb, () -> {
            run(action);
            return true;
        });
    }

    void reset() throws SQLException {
        run(session::reset);
    }

    int networkTimeout() {
        return session.networkTimeout();
    }

    void networkTimeout(int millis) {
        session.networkTimeout(millis);
    }

    void nextBusyTimeout(int millis) {
        session.nextBusyTimeout(millis);
    }

    boolean isValid(int seconds) {
        return session.isValid(seconds);
    }

    String nextNode() throws SQLException {
        return call(session::nextNode).toString();
    }

    void cancel(Object executor) {
        session.cancel(executor);
    }

    void abort() {
        session.abort();
    }

    void close() {
        session.close();
    }

    void whenEnded(Runnable callback) {
        session.whenEnded(callback);
    }

    /** Takes the session for several calls; pair it with {@link #exit}. Reentrant. */
    void enter() {
        session.enter();
    }

    void exit() {
        session.exit();
    }

    /** Does the work of one call, which has the session for that time; see {@link ListenedCalls#execute}. */
    <T extends @Nullable Object> T execution(
            List<?> statements, int executions, Object executor, ListenedCalls.Action<T> action) throws SQLException {
        return calls.execute(statements, executions, executor, action);
    }

    /** Ends the waits of the running executions of this executor. The answer to a request that was sent is still received. */
    void stopWaiting(Object executor) {
        session.stopWaiting(executor);
    }

    /** Ends the waits of all running executions. */
    void stopWaiting() {
        session.stopWaiting();
    }

    /** Ends the session once the given object is unreachable. Returns what has to be run when the session was closed. */
    Runnable closeWhenUnreachable(Object connection) {
        return session.closeWhenUnreachable(connection);
    }

    /** Runs user code as soon as no call of this thread holds the session. */
    void afterRelease(Runnable callback) {
        session.enter();
        try {
            session.afterRelease(callback);
        } finally {
            session.exit();
        }
    }

    /** Executes a statement of the driver's own. */
    void execute(SqlStatement statement) throws SQLException {
        run(() -> session.execute(statement, List.of()));
    }

    KeyedExecution.Executed execute(
            SqlStatement statement,
            List<? extends @Nullable Object> parameters,
            KeyRequest request,
            int seconds,
            Object executor)
            throws SQLException {
        try {
            return statements.execute(statement, parameters, request, seconds, executor);
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }

    BatchExecution newBatch() {
        return new BatchExecution(session, statements);
    }

    BatchExecution.Result executeBatch(List<SqlStatement> batch, int seconds, Object executor) throws SQLException {
        return call(() -> newBatch().statements(batch, seconds, executor));
    }

    BatchExecution.Result executeBatch(
            BatchExecution batch,
            SqlStatement statement,
            @Nullable MultiRowInsert shape,
            List<List<@Nullable Object>> rows,
            KeyRequest request,
            int seconds,
            Object executor)
            throws SQLException {
        return call(() -> batch.rows(statement, shape, rows, request, seconds, executor));
    }

    ResultStream query(SqlStatement query, List<? extends @Nullable Object> parameters) throws SQLException {
        return call(() -> introspection.query(query, parameters));
    }

    Introspection.@Nullable ResultColumns describe(SqlStatement statement) throws SQLException {
        try {
            return introspection.describe(statement);
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }

    /**
     * The message for a statement whose parameters are not set.
     *
     * @param otherwise this message, unless the server refuses the text. Then it is the server's message, because the text may have no
     *     parameters at all
     */
    SQLException withoutParameters(SqlStatement statement, String otherwise) {
        return SqlExceptions.parametersMissing(introspection.refusal(statement), otherwise);
    }

    List<@Nullable ParameterUse> parameters(SqlStatement statement) throws SQLException {
        return call(() -> introspection.parameters(statement));
    }

    /** Null if the server cannot be asked for its tables. */
    @Nullable
    List<@Nullable ParameterUse> knownParameters(SqlStatement statement) throws SQLException {
        try {
            return introspection.knownParameters(statement);
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }
}
