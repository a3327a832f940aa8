package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement with parameters, prepared on the server when it is first executed and kept there by the session. */
final class DqlitePreparedStatement extends PreparedStatementSetters {
    private static final Object UNSET = new Object();

    private final SqlStatement sql;
    private final KeyRequest request;
    private final BatchExecution batching;
    private final @Nullable Object[] values;
    private final List<@Nullable Object> valuesNow;
    private final List<List<@Nullable Object>> batch = new ArrayList<>();
    private @Nullable MultiRowInsert shape;
    private boolean shapeKnown;

    DqlitePreparedStatement(DqliteConnection connection, String text, ResultKind kind, KeyRequest request)
            throws SQLException {
        super(connection, kind);
        List<SqlStatement> statements = connection.parse(text, true).statements();
        if (statements.size() != 1) {
            throw SqlExceptions.usage("A prepared statement is one statement; this text holds " + statements.size());
        }
        this.sql = statements.get(0);
        this.request = request;
        this.batching = new BatchExecution(connection.session());
        this.values = new Object[sql.parameterCount()];
        this.valuesNow = Collections.unmodifiableList(Arrays.asList(values));
        Arrays.fill(values, UNSET);
    }

    @Override
    void textAllowed() throws SQLException {
        open();
        throw SqlExceptions.usage("A prepared statement has its own text");
    }

    @Override
    void set(int index, @Nullable Object value) throws SQLException {
        open();
        if (index < 1 || index > values.length) {
            throw new SQLException("There is no parameter " + index + " among " + values.length, "07009");
        }
        values[index - 1] = value;
    }

    /** As they are set now: encoded before the execution returns, so it needs no copy. */
    private List<@Nullable Object> parameters() throws SQLException {
        open();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == UNSET) {
                throw new SQLException("Parameter " + (i + 1) + " is not set", "07001");
            }
        }
        return valuesNow;
    }

    @Override
    public boolean execute() throws SQLException {
        return run(sql, parameters(), request);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return rows(sql, parameters());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return narrow(executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return update(sql, parameters(), request);
    }

    @Override
    public void addBatch() throws SQLException {
        batch.add(new ArrayList<>(parameters()));
    }

    @Override
    public void clearBatch() throws SQLException {
        open();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        open();
        List<List<@Nullable Object>> rows = List.copyOf(batch);
        batch.clear();
        endResults();
        return done(batching.rows(
                sql,
                request.isNone() && rows.size() > 1 ? shape() : null,
                rows,
                timeoutSeconds(),
                this,
                i -> step(sql, rows.get(i), request)));
    }

    private @Nullable MultiRowInsert shape() {
        if (!shapeKnown) {
            shape = sql.insertShape().orElse(null);
            shapeKnown = true;
        }
        return shape;
    }

    @Override
    public void clearParameters() throws SQLException {
        open();
        Arrays.fill(values, UNSET);
    }

    /** Those of the open result, or else the columns that the query would yield; null if it is none. */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        open();
        ResultSet rows = getResultSet();
        return rows == null || rows.isClosed() ? connection.catalog().describe(sql) : rows.getMetaData();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        open();
        return new DqliteParameterMetaData(connection.catalog().parameters(sql));
    }

    @Override
    public void close() throws SQLException {
        boolean first = !isClosed();
        super.close();
        if (first) {
            connection.owner().closed(this);
        }
    }

    @Override
    public String toString() {
        return sql.text();
    }
}
