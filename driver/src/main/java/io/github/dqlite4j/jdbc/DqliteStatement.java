package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.keys.KeyPlan;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.engine.keys.KeyRows;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.result.DqliteResultSet;
import io.github.dqlite4j.jdbc.result.ForwardCursor;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose text comes with each execution. A text may hold several statements: all of them are executed at once, in
 * auto-commit each for itself, and {@link #getMoreResults} goes through their results. Not thread-safe, except
 * {@link #cancel}.
 */
public class DqliteStatement extends StatementOptions {
    private final List<String> batch = new ArrayList<>();
    private final Queue<Outcome> following = new ArrayDeque<>();
    private final List<DqliteResultSet> kept = new ArrayList<>();
    private Outcome current = Outcome.NONE;
    private KeyRows keys = KeyRows.NONE;
    private boolean ending;

    /**
     * What one statement came to.
     *
     * @param result null if there is an update count instead
     * @param updateCount -1 if there is none
     */
    private record Outcome(@Nullable DqliteResultSet result, long updateCount, KeyRows keys) {
        private static final Outcome NONE = new Outcome(null, -1, KeyRows.NONE);
        private static final Outcome NOTHING_TO_DO = new Outcome(null, 0, KeyRows.NONE);
    }

    DqliteStatement(DqliteConnection connection, ResultKind kind) {
        this(connection, kind, false);
    }

    DqliteStatement(DqliteConnection connection, ResultKind kind, boolean poolable) {
        super(connection, kind, poolable);
    }

    /** Whether texts that are given with an execution may be used; a prepared statement has its own. */
    void textAllowed() throws SQLException {
        open();
    }

    private List<SqlStatement> parse(String sql) throws SQLException {
        textAllowed();
        return connection.parse(sql, translatesEscapes()).statements();
    }

    // One statement.

    /** Executes one statement and keeps its answer. Returns whether it is a result set. */
    final boolean run(SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        endResults();
        current = outcome(statement, parameters, request);
        keys = current.keys();
        return current.result() != null;
    }

    private Outcome outcome(SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        if (request.appliesTo(statement)) {
            return outcome(connection.keyPlan(statement, request), parameters);
        }
        Object answer = connection.session().execute(statement, parameters, timeoutSeconds(), this);
        if (answer instanceof Response.Result done) {
            return new Outcome(null, changes(statement, done), KeyRows.NONE);
        }
        ResultStream rows = (ResultStream) answer;
        if (rows.columnCount() == 0) {
            rows.close();
            return new Outcome(null, 0, KeyRows.NONE);
        }
        return new Outcome(resultSet(rows), -1, KeyRows.NONE);
    }

    private Outcome outcome(KeyPlan plan, List<? extends @Nullable Object> parameters) throws SQLException {
        Object answer;
        try {
            answer = connection.session().execute(plan.statement(), parameters, timeoutSeconds(), this);
        } catch (SQLSyntaxErrorException e) {
            connection.forgetKeyPlans();
            throw e;
        }
        if (answer instanceof ResultStream rows) {
            KeyRows returned = KeyRows.drain(rows);
            return new Outcome(null, returned.size(), returned);
        }
        Response.Result done = (Response.Result) answer;
        return new Outcome(null, done.rowsAffected(), plan.keys(done.lastInsertRowid(), done.rowsAffected()));
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

    /** RESULT repeats the last count after statements that have none. */
    private static long changes(SqlStatement statement, Response.Result result) {
        return statement.kind().isDml() ? result.rowsAffected() : 0;
    }

    final ResultSet rows(SqlStatement statement, List<? extends @Nullable Object> parameters) throws SQLException {
        if (!statement.returnsRows()) {
            throw SqlExceptions.usage("The statement yields no rows; use executeUpdate or execute");
        }
        run(statement, parameters, KeyRequest.NONE);
        DqliteResultSet rows = current.result();
        if (rows == null) {
            throw SqlExceptions.usage("The statement yielded no rows");
        }
        return rows;
    }

    final long update(SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        mustBeUpdate(statement);
        run(statement, parameters, request);
        return updateCount();
    }

    /** @throws SQLException if rows came after all */
    private long updateCount() throws SQLException {
        boolean more = !following.isEmpty() && following.stream().anyMatch(outcome -> outcome.result() != null);
        if (more || current.result() != null) {
            endResults();
            throw yieldsRows();
        }
        return current.updateCount();
    }

    /** What is not understood, as a verb with a typing error, is for the server to refuse. */
    private static boolean mayBeUpdate(SqlStatement statement) {
        return !statement.returnsRows() || statement.kind() == SqlKind.OTHER;
    }

    private static void mustBeUpdate(SqlStatement statement) throws SQLException {
        if (!mayBeUpdate(statement)) {
            throw yieldsRows();
        }
    }

    private static SQLException yieldsRows() {
        return SqlExceptions.usage("The statement yields rows; use executeQuery or execute");
    }

    // A text, perhaps of several statements.

    private void runAll(List<SqlStatement> statements, KeyRequest request) throws SQLException {
        endResults();
        for (SqlStatement statement : statements) {
            if (statement.parameterCount() > 0) {
                throw new SQLException("The text has parameters; use a prepared statement", "07001");
            }
        }
        try {
            for (SqlStatement statement : statements) {
                following.add(outcome(statement, List.of(), request));
            }
            keys = KeyRows.join(following.stream().map(Outcome::keys).toList());
        } catch (SQLException | RuntimeException e) {
            endResults();
            throw e;
        }
        Outcome first = following.poll();
        current = first == null ? Outcome.NOTHING_TO_DO : first;
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        List<SqlStatement> statements = parse(sql);
        if (statements.size() != 1) {
            throw SqlExceptions.usage("The text holds " + statements.size() + " statements; use execute for a script");
        }
        return rows(statements.get(0), List.of());
    }

    private boolean execute(String sql, KeyRequest request) throws SQLException {
        runAll(parse(sql), request);
        return current.result() != null;
    }

    private long executeUpdate(String sql, KeyRequest request) throws SQLException {
        List<SqlStatement> statements = parse(sql);
        for (SqlStatement statement : statements) {
            mustBeUpdate(statement);
        }
        runAll(statements, request);
        return updateCount();
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return execute(sql, KeyRequest.NONE);
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(sql, KeyRequest.of(autoGeneratedKeys));
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
        return executeUpdate(sql, KeyRequest.of(autoGeneratedKeys));
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
        open();
        return current.result();
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return narrow(getLargeUpdateCount());
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        open();
        return current.updateCount();
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int action) throws SQLException {
        open();
        if (action != CLOSE_CURRENT_RESULT && action != KEEP_CURRENT_RESULT && action != CLOSE_ALL_RESULTS) {
            throw SqlExceptions.usage("getMoreResults does not know " + action);
        }
        DqliteResultSet old = current.result();
        Outcome next = following.poll();
        current = next == null ? Outcome.NONE : next;
        if (old != null && action == KEEP_CURRENT_RESULT) {
            kept.add(old);
        } else if (old != null) {
            old.close();
        }
        if (action == CLOSE_ALL_RESULTS) {
            for (DqliteResultSet result : List.copyOf(kept)) {
                result.close();
            }
            kept.clear();
        }
        return current.result() != null;
    }

    /** Closes all results, as a new execution does. */
    final void endResults() throws SQLException {
        ending = true;
        try {
            for (Outcome outcome : following) {
                closeIfThere(outcome.result());
            }
            for (DqliteResultSet result : kept) {
                result.close();
            }
            closeIfThere(current.result());
        } finally {
            ending = false;
            following.clear();
            kept.clear();
            current = Outcome.NONE;
            keys = KeyRows.NONE;
        }
    }

    private static void closeIfThere(@Nullable DqliteResultSet result) throws SQLException {
        if (result != null) {
            result.close();
        }
    }

    /** A result set of this statement was closed. */
    public void resultClosed() throws SQLException {
        if (closesOnCompletion()
                && !ending
                && !isClosed()
                && isDone(current.result())
                && following.stream().allMatch(outcome -> isDone(outcome.result()))
                && kept.stream().allMatch(DqliteResultSet::isClosed)) {
            close();
        }
    }

    private static boolean isDone(@Nullable DqliteResultSet result) {
        return result == null || result.isClosed();
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        open();
        return new DqliteResultSet(new ForwardCursor(keys.source(), 0), connection.reader(), null, 0);
    }

    // Batches.

    @Override
    public void addBatch(String sql) throws SQLException {
        textAllowed();
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        open();
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
        open();
        List<SqlStatement> statements = new ArrayList<>(batch.size());
        boolean together = true;
        try {
            for (String text : batch) {
                List<SqlStatement> parsed = parse(text);
                if (parsed.size() != 1) {
                    throw SqlExceptions.usage("A text of a batch holds one statement, not " + parsed.size());
                }
                statements.add(parsed.get(0));
                together &= canShareTransaction(parsed.get(0));
            }
        } finally {
            batch.clear();
        }
        endResults();
        int updates = 0;
        while (updates < statements.size() && mayBeUpdate(statements.get(updates))) {
            updates++;
        }
        BatchExecution.Result result = new BatchExecution(connection.session())
                .steps(updates, together, i -> step(statements.get(i), List.of(), KeyRequest.NONE));
        if (updates < statements.size()) {
            throw BatchExecution.failure(yieldsRows(), result.counts());
        }
        return done(result);
    }

    /** One execution in a batch. */
    final BatchExecution.Done step(
            SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request)
            throws SQLException {
        mustBeUpdate(statement);
        Outcome outcome = outcome(statement, parameters, request);
        DqliteResultSet rows = outcome.result();
        if (rows != null) {
            rows.close();
            throw yieldsRows();
        }
        return new BatchExecution.Done(outcome.updateCount(), outcome.keys());
    }

    /** The end of a batch: its keys are kept. */
    final long[] done(BatchExecution.Result result) {
        keys = result.keys();
        return result.counts();
    }

    /** Whether it does inside a transaction what it does outside. */
    public static boolean canShareTransaction(SqlStatement statement) {
        return switch (statement.kind()) {
            case PRAGMA, VACUUM, ATTACH, DETACH -> false;
            default -> !statement.kind().isTransactionControl();
        };
    }

    // Ends.

    /**
     * Ends what this statement has under way, from any thread; without effect if there is nothing. A server reads an interrupt only
     * when the statement is over, so the socket is closed: a transaction is rolled back by that, and of a write in
     * auto-commit it is not known whether it was made (08007).
     */
    @Override
    public void cancel() throws SQLException {
        open();
        connection.session().cancel(this);
    }

    @Override
    public void close() throws SQLException {
        if (markClosed()) {
            endResults();
            batch.clear();
        }
    }
}
