package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.Introspection;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.jdbc.convert.ParameterColumns;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.result.DqliteResultSetMetaData;
import io.github.dqlite4j.jdbc.result.ResultKind;
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
    private @Nullable ParameterColumns columns;

    DqlitePreparedStatement(DqliteConnection connection, String text, ResultKind kind, KeyRequest request)
            throws SQLException {
        super(connection, kind);
        List<SqlStatement> statements = connection.parse(text, true).statements();
        if (statements.size() != 1) {
            throw SqlExceptions.usage("A prepared statement is one statement; this text holds " + statements.size());
        }
        this.sql = statements.get(0);
        this.request = request;
        this.batching = connection.session().newBatch();
        this.values = new Object[sql.parameterCount()];
        this.valuesNow = Collections.unmodifiableList(Arrays.asList(values));
        Arrays.fill(values, UNSET);
    }

    @Override
    void checkTextAllowed() throws SQLException {
        checkOpen();
        throw SqlExceptions.usage("A prepared statement has its own text");
    }

    @Override
    void set(int index, @Nullable Object value) throws SQLException {
        checkOpen();
        if (index < 1 || index > values.length) {
            throw new SQLException("There is no parameter " + index + ": the statement has " + values.length, "07009");
        }
        values[index - 1] = value;
    }

    @Override
    ParameterColumns columns() {
        ParameterColumns known = columns;
        if (known == null) {
            known = new ParameterColumns(connection.binder(), () -> session().knownParameters(sql));
            columns = known;
        }
        return known;
    }

    /** The current values. They are encoded before the execution returns, so they are not copied. */
    private List<@Nullable Object> parameters() throws SQLException {
        checkOpen();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == UNSET) {
                throw session().withoutParameters(sql, "Parameter " + (i + 1) + " is not set");
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
        return query(sql, parameters());
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
        checkOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        return session().execution(List.of(sql), batch.size(), executor(), () -> {
            List<List<@Nullable Object>> rows = List.copyOf(batch);
            batch.clear();
            closeResults();
            MultiRowInsert many = request.isNone() && rows.size() > 1 ? shape() : null;
            return keepKeys(session().executeBatch(batching, sql, many, rows, request, timeoutSeconds(), executor()));
        });
    }

    private @Nullable MultiRowInsert shape() {
        if (!shapeKnown) {
            shape = MultiRowInsert.of(sql).orElse(null);
            shapeKnown = true;
        }
        return shape;
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(values, UNSET);
    }

    /** The columns of the open result, or else those that the query would return; null if it is not a query. */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        ResultSet rows = getResultSet();
        if (rows != null && !rows.isClosed()) {
            return rows.getMetaData();
        }
        Introspection.ResultColumns columns = session().describe(sql);
        return columns == null ? null : DqliteResultSetMetaData.of(columns.labels(), columns.origins());
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new DqliteParameterMetaData(session().parameters(sql));
    }

    @Override
    public void close() throws SQLException {
        boolean first = !isClosed();
        super.close();
        if (first) {
            session().afterRelease(() -> connection.owner().closed(this));
        }
    }

    @Override
    public String toString() {
        return sql.text();
    }
}
