package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.sql.SqlKind;
import io.github.dqlite4j.sql.SqlStatement;
import io.github.dqlite4j.wire.Response;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A statement whose text comes with each execution. A text may hold several statements. */
class DqliteStatement implements Statement, Wrapped {
    final DqliteConnection connection;
    private final ResultKind kind;
    private final List<String> batch = new ArrayList<>();
    private final Queue<SqlStatement> rest = new ArrayDeque<>();
    private List<Long> keys = new ArrayList<>();
    private @Nullable DqliteResultSet result;
    private long updateCount = -1;
    private long maxRows;
    private int queryTimeout;
    private int fetchSize;
    private int fetchDirection = ResultSet.FETCH_FORWARD;
    private int maxFieldSize;
    private boolean escapes = true;
    private boolean closeOnCompletion;
    private boolean closed;
    private boolean poolable;

    DqliteStatement(DqliteConnection connection, ResultKind kind) {
        this.connection = connection;
        this.kind = kind;
    }

    void open() throws SQLException {
        if (closed) {
            throw Errors.closedObject("statement");
        }
        connection.session().checkOpen();
    }

    /** Whether texts that are given with an execution may be used; a prepared statement has its own. */
    void textAllowed() throws SQLException {
        open();
    }

    private List<SqlStatement> parse(String sql) throws SQLException {
        textAllowed();
        return connection.parse(sql, escapes).statements();
    }

    /** Executes one statement and keeps its answer. Returns whether it is a result set. */
    boolean run(SqlStatement statement, List<? extends @Nullable Object> parameters) throws SQLException {
        endResult();
        Object answer = connection.session().execute(statement, parameters, queryTimeout, this);
        if (answer instanceof RowStream rows) {
            if (rows.columns().isEmpty()) {
                rows.close();
                updateCount = 0;
                return false;
            }
            result = open(kind.cursor(rows, maxRows));
            updateCount = -1;
            return true;
        }
        Response.Result done = (Response.Result) answer;
        updateCount = changes(statement, done);
        keys = statement.kind() == SqlKind.INSERT || statement.kind() == SqlKind.REPLACE
                ? (done.rowsAffected() > 0 ? List.of(done.lastInsertRowid()) : List.of())
                : List.of();
        return false;
    }

    private DqliteResultSet open(Cursor cursor) throws SQLException {
        DqliteResultSet opened = new DqliteResultSet(cursor, connection.reader(), this, maxFieldSize);
        opened.setFetchSize(fetchSize);
        if (kind != ResultKind.FORWARD_ONLY) {
            opened.setFetchDirection(fetchDirection);
        }
        return opened;
    }

    /** RESULT repeats the last count after statements that have none. */
    private static long changes(SqlStatement statement, Response.Result result) {
        return switch (statement.kind()) {
            case INSERT, REPLACE, UPDATE, DELETE -> result.rowsAffected();
            default -> 0;
        };
    }

    private void endResult() throws SQLException {
        DqliteResultSet old = result;
        result = null;
        updateCount = -1;
        keys = List.of();
        if (old != null) {
            old.close();
        }
    }

    void resultClosed() throws SQLException {
        if (closeOnCompletion && !closed) {
            close();
        }
    }

    private boolean runScript(List<SqlStatement> statements) throws SQLException {
        rest.clear();
        if (statements.isEmpty()) {
            endResult();
            updateCount = 0;
            return false;
        }
        rest.addAll(statements.subList(1, statements.size()));
        return run(statements.get(0), List.of());
    }

    ResultSet rows(SqlStatement statement, List<? extends @Nullable Object> parameters) throws SQLException {
        if (!statement.returnsRows()) {
            throw Errors.usage("The statement yields no rows; use executeUpdate or execute");
        }
        run(statement, parameters);
        DqliteResultSet rows = result;
        if (rows == null) {
            throw Errors.usage("The statement yielded no rows");
        }
        return rows;
    }

    long update(SqlStatement statement, List<? extends @Nullable Object> parameters) throws SQLException {
        if (statement.returnsRows()) {
            throw Errors.usage("The statement yields rows; use executeQuery or execute");
        }
        run(statement, parameters);
        return updateCount;
    }

    private static SqlStatement single(List<SqlStatement> statements) throws SQLException {
        if (statements.size() != 1) {
            throw Errors.usage("The text holds " + statements.size() + " statements; use execute for a script");
        }
        return statements.get(0);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return rows(single(parse(sql)), List.of());
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return (int) Math.min(executeLargeUpdate(sql), Integer.MAX_VALUE);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        List<SqlStatement> statements = parse(sql);
        long count = 0;
        for (SqlStatement statement : statements) {
            count = update(statement, List.of());
        }
        if (statements.isEmpty()) {
            runScript(statements);
        }
        return count;
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return runScript(parse(sql));
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        return execute(sql);
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        open();
        return result;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return (int) Math.min(getLargeUpdateCount(), Integer.MAX_VALUE);
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        open();
        return updateCount;
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        open();
        if (current != CLOSE_CURRENT_RESULT && current != KEEP_CURRENT_RESULT && current != CLOSE_ALL_RESULTS) {
            throw Errors.usage("getMoreResults does not know " + current);
        }
        SqlStatement next = rest.poll();
        if (next == null) {
            if (current == KEEP_CURRENT_RESULT) {
                result = null;
            }
            endResult();
            return false;
        }
        return run(next, List.of());
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        open();
        return new DqliteResultSet(new ForwardCursor(new KeyRows(keys), 0), connection.reader(), null, 0);
    }

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
                .mapToInt(n -> (int) Math.min(n, Integer.MAX_VALUE))
                .toArray();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        open();
        List<String> texts = List.copyOf(batch);
        batch.clear();
        return runBatch(texts.size(), i -> update(single(parse(texts.get(i))), List.of()));
    }

    /** One execution of a batch. */
    interface BatchStep {
        long run(int index) throws SQLException;
    }

    /** Runs the steps in order and stops at the first that fails; the keys of all are kept. */
    long[] runBatch(int size, BatchStep step) throws SQLException {
        long[] counts = new long[size];
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            try {
                counts[i] = step.run(i);
                all.addAll(keys);
            } catch (SQLException e) {
                throw new BatchUpdateException(
                        e.getMessage(), e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, i), e);
            }
        }
        keys = all;
        return counts;
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            rest.clear();
            endResult();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

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
    public int getMaxFieldSize() throws SQLException {
        open();
        return maxFieldSize;
    }

    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        open();
        notNegative(max);
        maxFieldSize = max;
    }

    @Override
    public int getMaxRows() throws SQLException {
        open();
        return (int) Math.min(maxRows, Integer.MAX_VALUE);
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
            throw Errors.usage(value + " is negative");
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

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        open();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        open();
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        throw Errors.unsupported("A named cursor");
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        open();
        if (direction != ResultSet.FETCH_FORWARD
                && direction != ResultSet.FETCH_REVERSE
                && direction != ResultSet.FETCH_UNKNOWN) {
            throw Errors.usage("There is no fetch direction " + direction);
        }
        fetchDirection = direction;
    }

    @Override
    public int getFetchDirection() throws SQLException {
        open();
        return fetchDirection;
    }

    /** A hint: the server decides how many rows a message carries. */
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
    public Connection getConnection() throws SQLException {
        open();
        return connection;
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
