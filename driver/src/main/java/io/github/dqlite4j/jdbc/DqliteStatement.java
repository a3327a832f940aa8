package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.KeyedExecution;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.result.DqliteResultSet;
import io.github.dqlite4j.jdbc.result.ForwardCursor;
import io.github.dqlite4j.jdbc.result.ResultKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose text comes with each execution. A text may contain several statements: all of them are executed by one call, in
 * auto-commit each as a transaction of its own, and {@link #getMoreResults} moves through their results. Calls of several threads run one
 * after the other; {@link #cancel} may come at any time.
 */
class DqliteStatement extends StatementOptions {
    private final List<String> batch = new ArrayList<>();
    private final StatementResults results = new StatementResults();

    /**
     * Identifies the executions that {@code cancel} ends. The session must not refer to the statement, because that refers to the
     * connection.
     */
    private final Object executor = new Object();

    DqliteStatement(DqliteConnection connection, ResultKind kind) {
        this(connection, kind, false);
    }

    DqliteStatement(DqliteConnection connection, ResultKind kind, boolean poolable) {
        super(connection, kind, poolable);
    }

    final Object executor() {
        return executor;
    }

    final JdbcSession session() {
        return connection.session();
    }

    /** Checks that a text may be given with an execution; a prepared statement has its own. */
    void checkTextAllowed() throws SQLException {
        checkOpen();
    }

    private List<SqlStatement> parse(String sql) throws SQLException {
        checkTextAllowed();
        return connection.parse(sql, translatesEscapes()).statements();
    }

    // One statement.

    /** Executes one statement and keeps its result. Returns whether it has rows. */
    final boolean run(SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        return session().execution(List.of(statement), 1, executor, () -> runOwned(statement, parameters, request));
    }

    /** The same, for a call that has the session. */
    private boolean runOwned(SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        results.close();
        results.set(execute(statement, parameters, request));
        return results.current().rows() != null;
    }

    private StatementResults.Entry execute(
            SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        KeyedExecution.Executed executed =
                session().execute(statement, parameters, request, timeoutSeconds(), executor);
        ResultStream rows = executed.rows();
        return new StatementResults.Entry(
                rows == null ? null : resultSet(rows), executed.updateCount(), executed.keys());
    }

    private DqliteResultSet resultSet(ResultStream rows) throws SQLException {
        DqliteResultSet opened =
                new DqliteResultSet(kind.cursor(rows, rowLimit()), connection.reader(), this, getMaxFieldSize());
        opened.setFetchSize(getFetchSize());
        if (kind != ResultKind.FORWARD_ONLY) {
            opened.setFetchDirection(getFetchDirection());
        }
        return opened;
    }

    final ResultSet query(SqlStatement statement, List<? extends @Nullable Object> parameters) throws SQLException {
        if (!statement.returnsRows()) {
            throw SqlExceptions.usage("The statement yields no rows; use executeUpdate or execute");
        }
        return session().execution(List.of(statement), 1, executor, () -> {
            runOwned(statement, parameters, KeyRequest.NONE);
            DqliteResultSet rows = results.current().rows();
            if (rows == null) {
                throw SqlExceptions.usage("The statement yielded no rows");
            }
            return rows;
        });
    }

    final long update(SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        requireUpdate(statement, request);
        return session().execution(List.of(statement), 1, executor, () -> {
            runOwned(statement, parameters, request);
            return updateCount();
        });
    }

    /** @throws SQLException if there are rows, against expectation */
    private long updateCount() throws SQLException {
        if (results.hasRows()) {
            results.close();
            throw yieldsRows();
        }
        return results.current().updateCount();
    }

    private static void requireUpdate(SqlStatement statement, KeyRequest request) throws SQLException {
        if (!BatchExecution.mayBeUpdate(statement, request)) {
            throw yieldsRows();
        }
    }

    private static SQLException yieldsRows() {
        return SqlExceptions.usage("The statement yields rows; use executeQuery or execute");
    }

    // A text, perhaps of several statements.

    private void runAll(List<SqlStatement> statements, KeyRequest request) throws SQLException {
        results.close();
        for (SqlStatement statement : statements) {
            if (statement.parameterCount() > 0) {
                throw session().withoutParameters(statement, "The text has parameters; use a prepared statement");
            }
        }
        boolean done = false;
        try {
            for (SqlStatement statement : statements) {
                results.add(execute(statement, List.of(), request));
            }
            done = true;
        } finally {
            if (!done) {
                results.close();
            }
        }
        results.begin();
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        List<SqlStatement> statements = parse(sql);
        if (statements.size() != 1) {
            throw SqlExceptions.usage("The text holds " + statements.size() + " statements; use execute for a script");
        }
        return query(statements.get(0), List.of());
    }

    private boolean execute(String sql, KeyRequest request) throws SQLException {
        List<SqlStatement> statements = parse(sql);
        return session().execution(statements, statements.size(), executor, () -> {
            runAll(statements, request);
            return results.current().rows() != null;
        });
    }

    private long executeUpdate(String sql, KeyRequest request) throws SQLException {
        List<SqlStatement> statements = parse(sql);
        for (SqlStatement statement : statements) {
            requireUpdate(statement, request);
        }
        return session().execution(statements, statements.size(), executor, () -> {
            runAll(statements, request);
            return updateCount();
        });
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return execute(sql, KeyRequest.NONE);
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(sql, GeneratedKeys.request(autoGeneratedKeys));
    }

    @Override
    public boolean execute(String sql, int @Nullable [] columnIndexes) throws SQLException {
        return execute(sql, KeyRequest.of(columnIndexes));
    }

    @Override
    public boolean execute(String sql, String @Nullable [] columnNames) throws SQLException {
        return execute(sql, KeyRequest.of(columnNames));
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return executeUpdate(sql, KeyRequest.NONE);
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeUpdate(sql, GeneratedKeys.request(autoGeneratedKeys));
    }

    @Override
    public long executeLargeUpdate(String sql, int @Nullable [] columnIndexes) throws SQLException {
        return executeUpdate(sql, KeyRequest.of(columnIndexes));
    }

    @Override
    public long executeLargeUpdate(String sql, String @Nullable [] columnNames) throws SQLException {
        return executeUpdate(sql, KeyRequest.of(columnNames));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return narrow(executeLargeUpdate(sql));
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return narrow(executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public int executeUpdate(String sql, int @Nullable [] columnIndexes) throws SQLException {
        return narrow(executeLargeUpdate(sql, columnIndexes));
    }

    @Override
    public int executeUpdate(String sql, String @Nullable [] columnNames) throws SQLException {
        return narrow(executeLargeUpdate(sql, columnNames));
    }

    static int narrow(long count) {
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    // Results.

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return results.current().rows();
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return narrow(getLargeUpdateCount());
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return results.current().updateCount();
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int action) throws SQLException {
        checkOpen();
        if (action != CLOSE_CURRENT_RESULT && action != KEEP_CURRENT_RESULT && action != CLOSE_ALL_RESULTS) {
            throw SqlExceptions.usage("There is no action " + action + " of getMoreResults");
        }
        session().enter();
        try {
            results.next(action == KEEP_CURRENT_RESULT, action == CLOSE_ALL_RESULTS);
            return results.current().rows() != null;
        } finally {
            session().exit();
        }
    }

    @Override
    public boolean isConnectionClosed() {
        return connection.isClosed();
    }

    @Override
    public void resultClosed() throws SQLException {
        if (closesOnCompletion()) {
            session().enter();
            try {
                if (!isClosed() && results.allClosed()) {
                    close();
                }
            } finally {
                session().exit();
            }
        }
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        return new DqliteResultSet(new ForwardCursor(results.keys().source(), 0), connection.reader(), null, 0);
    }

    // Batches.

    @Override
    public void addBatch(@Nullable String sql) throws SQLException {
        checkTextAllowed();
        if (sql == null) {
            throw SqlExceptions.usage("The text for the batch is null");
        }
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return Arrays.stream(executeLargeBatch())
                .mapToInt(DqliteStatement::narrow)
                .toArray();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<?> shown = Arrays.asList(batch.toArray());
        return session().execution(shown, shown.size(), executor, () -> {
            List<String> texts = List.copyOf(batch);
            batch.clear();
            List<SqlStatement> statements = new ArrayList<>(texts.size());
            for (String text : texts) {
                List<SqlStatement> parsed = parse(text);
                if (parsed.size() != 1) {
                    throw SqlExceptions.usage("A text of a batch holds one statement, not " + parsed.size());
                }
                statements.add(parsed.get(0));
            }
            results.close();
            return keepKeys(session().executeBatch(statements, timeoutSeconds(), executor));
        });
    }

    /** Keeps the generated keys of a batch, and returns its counts. */
    final long[] keepKeys(BatchExecution.Result result) {
        results.keys(result.keys());
        return result.counts();
    }

    /** Closes all results, as a new execution does. */
    final void closeResults() throws SQLException {
        session().enter();
        try {
            results.close();
        } finally {
            session().exit();
        }
    }

    // Ends.

    /**
     * Ends the running execution of this statement, from any thread; without effect if there is none. A server reads an interrupt only
     * after the statement, so the driver closes the socket. This rolls back a transaction, and the outcome of a write in auto-commit is
     * unknown (08007).
     */
    @Override
    public void cancel() throws SQLException {
        checkOpen();
        session().cancel(executor);
    }

    @Override
    public void close() throws SQLException {
        if (markClosed()) {
            session().stopWaiting(executor);
            closeResults();
        }
    }
}
