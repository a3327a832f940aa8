package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.KeyedExecution;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A call under construction: a statement, the values of its parameters, a time limit. {@link SqlClient#sql} creates it. Not thread-safe. It
 * can be executed several times. Errors in it are not thrown at once: the execution fails.
 */
public final class SqlCall {
    private static final Object UNSET = new Object();
    private static final String SIGNS = ":@$";
    private static final String PARAMETERS_MISSING = "07001";

    private final Source source;
    private final @Nullable SqlStatement statement;
    private final @Nullable Object[] values;
    private @Nullable Duration limit;
    private @Nullable DqliteClientException defect;

    SqlCall(Source source, String sql) {
        SqlStatement parsed = null;
        try {
            parsed = source.one(sql);
        } catch (DqliteClientException e) {
            this.defect = e;
        }
        this.source = source;
        this.limit = source.limit();
        this.statement = parsed;
        this.values = new Object[parsed == null ? 0 : parsed.parameterCount()];
        Arrays.fill(values, UNSET);
    }

    private void wrong(String sqlState, String message) {
        if (defect == null) {
            defect = DqliteClientException.refused(sqlState, message);
        }
    }

    /**
     * Sets a parameter.
     *
     * @param index counts from 1, as in {@code ?1}
     */
    public SqlCall bind(int index, @Nullable Object value) {
        if (index >= 1 && index <= values.length) {
            values[index - 1] = value;
        } else {
            wrong("07009", "There is no parameter " + index + ": the statement has " + values.length);
        }
        return this;
    }

    /**
     * Sets a parameter by its name.
     *
     * @param name with or without the prefix: {@code id} means {@code :id}, {@code @id} and {@code $id}
     */
    public SqlCall bind(String name, @Nullable Object value) {
        SqlStatement parsed = statement;
        if (parsed != null && !set(parsed, name, value)) {
            wrong("07009", "There is no parameter '" + PrintableText.of(name) + "'");
        }
        return this;
    }

    private boolean set(SqlStatement parsed, String name, @Nullable Object value) {
        boolean signed = !name.isEmpty() && SIGNS.indexOf(name.charAt(0)) >= 0;
        boolean found = false;
        for (String full : signed ? List.of(name) : List.of(":" + name, "@" + name, "$" + name)) {
            int index = parsed.parameterIndex(full);
            if (index > 0) {
                values[index - 1] = value;
                found = true;
            }
        }
        return found;
    }

    /** Sets all parameters, in their order. */
    public SqlCall bindList(List<? extends @Nullable Object> all) {
        if (all.size() == values.length) {
            for (int i = 0; i < values.length; i++) {
                values[i] = all.get(i);
            }
        } else {
            wrong(PARAMETERS_MISSING, all.size() + " values are given for " + values.length + " parameters");
        }
        return this;
    }

    /** The same. A single null is one value. */
    public SqlCall bindAll(@Nullable Object @Nullable ... all) {
        return bindList(all == null ? Collections.singletonList(null) : Arrays.asList(all));
    }

    /** Sets parameters by their names; see {@link #bind(String, Object)}. */
    public SqlCall bindMap(Map<String, ? extends @Nullable Object> named) {
        named.forEach(this::bind);
        return this;
    }

    /**
     * Limits the time of the call: waiting for a connection, and executing. When it expires, the call ends like a cancelled one, with
     * 57014. For a stream it limits the time until the first row. Without it, only {@code queryTimeout} and a pool's time limit count.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public SqlCall within(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A limit of " + time + " leaves no time");
        }
        limit = time;
        return this;
    }

    // Rows.

    /** The rows, as maps from the labels to the values in the order of the columns. Two columns with one label are an error. */
    public CompletableFuture<List<Map<String, @Nullable Object>>> fetch() {
        return fetch(RowView::map);
    }

    /** The rows, each mapped to a value. */
    public <T extends @Nullable Object> CompletableFuture<List<T>> fetch(RowMapper<T> mapper) {
        return query((executed, session) -> Rows.all(executed, session, mapper));
    }

    /** The rows as records, or the first column of each as another class; see {@link RowMapper#of}. */
    public <T> CompletableFuture<List<T>> fetch(Class<T> type) {
        return fetch(RowMapper.of(type));
    }

    /** The rows, as lists in the order of the columns. */
    public CompletableFuture<List<List<@Nullable Object>>> fetchAll() {
        return fetch(RowView::list);
    }

    /** The first row, as a map; empty if there is none. Further rows are not read. */
    public CompletableFuture<Optional<Map<String, @Nullable Object>>> fetchOne() {
        return fetchOne(RowView::map);
    }

    /** The first row, mapped to a value; empty if there is none, or if the value is null. Further rows are not read. */
    public <T> CompletableFuture<Optional<T>> fetchOne(RowMapper<? extends @Nullable T> mapper) {
        return query((executed, session) -> Rows.first(executed, session, mapper));
    }

    /** The first row as a record; empty if there is none. Further rows are not read. */
    public <T> CompletableFuture<Optional<T>> fetchOne(Class<T> type) {
        return fetchOne(RowMapper.of(type));
    }

    /** The first column of the first row; empty if there is no row, or if the value is NULL. */
    public <T> CompletableFuture<Optional<T>> fetchValue(Class<T> type) {
        return fetchOne(new FirstColumn<>(type));
    }

    private record FirstColumn<T>(Class<T> type) implements RowMapper<@Nullable T> {
        @Override
        @SuppressWarnings("NullAway") // the type argument says that it may be null
        public @Nullable T map(DqliteRow row) {
            return row.get(1, type);
        }
    }

    /** Processes the outcome of a query. */
    private interface Reader<T> {
        T read(KeyedExecution.Executed executed, ClientSession session) throws SQLException;
    }

    private <T> CompletableFuture<T> query(Reader<T> reader) {
        return call((parsed, parameters) -> {
            requireRows(parsed);
            return (session, caller) ->
                    reader.read(session.execute(parsed, parameters, KeyRequest.NONE, caller), session);
        });
    }

    private static void requireRows(SqlStatement parsed) {
        if (!parsed.returnsRows()) {
            throw DqliteClientException.usage("The statement yields no rows; use execute");
        }
    }

    /** The rows as maps; see {@link #stream(RowMapper)}. */
    public Flow.Publisher<Map<String, @Nullable Object>> stream() {
        return stream(RowView::map);
    }

    /** The rows as records, or the first column of each as another class; see {@link #stream(RowMapper)}. */
    public <T> Flow.Publisher<T> stream(Class<T> type) {
        return stream(RowMapper.of(type));
    }

    /**
     * The rows, as many at a time as the subscriber requests. The statement is executed when rows are first requested, again for each
     * subscriber, with the values that are bound now. The stream holds its connection until it ends or is cancelled. It uses no thread
     * while no rows are requested, and keeps about one message of rows in memory. Signals come from threads of the executor, one after the
     * other.
     */
    public <T> Flow.Publisher<T> stream(RowMapper<T> mapper) {
        SqlStatement parsed = statement;
        List<@Nullable Object> parameters = Arrays.asList(values.clone());
        DqliteClientException wrong = defect == null ? unset(parsed, parameters) : defect;
        if (wrong == null && parsed != null && !parsed.returnsRows()) {
            wrong = DqliteClientException.usage("The statement yields no rows; use execute");
        }
        DqliteClientException defects = wrong;
        return parsed == null || defects != null
                ? new RowPublisher.Failed<>(() -> failed(parsed, defects))
                : new RowPublisher<>(source, limit, parsed, parameters, mapper);
    }

    // Changes.

    /** Executes a statement that returns no rows. */
    public CompletableFuture<ExecuteResult> execute() {
        return call((parsed, parameters) -> {
            if (!BatchExecution.mayBeUpdate(parsed, KeyRequest.NONE)) {
                throw yieldsRows();
            }
            return (session, caller) -> {
                KeyedExecution.Executed executed = session.execute(parsed, parameters, KeyRequest.ROW_ID, caller);
                if (executed.rows() != null) {
                    executed.rows().close();
                    throw yieldsRows();
                }
                return result(executed);
            };
        });
    }

    private static DqliteClientException yieldsRows() {
        return DqliteClientException.usage("The statement yields rows; use fetch or stream");
    }

    static ExecuteResult result(KeyedExecution.Executed executed) {
        List<List<@Nullable Object>> keys = executed.keys().rows();
        OptionalLong id = keys.size() == 1 && keys.get(0).get(0) instanceof Long key
                ? OptionalLong.of(key)
                : OptionalLong.empty();
        return new ExecuteResult(Math.max(0, executed.updateCount()), id);
    }

    /**
     * Executes the statement once for each row of parameters, in few messages and in one transaction: the open one, or else a new one. It
     * ends with the first failure, whose {@link DqliteClientException#counts} has the counts of the executions before.
     *
     * @param rows each a list of all values in their order, or a map of values by name. Bound values are used for parameters that a map
     *     does not contain
     * @return the number of rows that each execution has changed
     */
    public CompletableFuture<long[]> executeMany(Collection<?> rows) {
        SqlStatement parsed = statement;
        if (parsed == null || defect != null) {
            return failed(parsed, defect);
        }
        if (!BatchExecution.mayBeUpdate(parsed, KeyRequest.NONE)) {
            return Source.failed(yieldsRows());
        }
        List<List<@Nullable Object>> copied = new ArrayList<>(rows.size());
        for (Object row : rows) {
            List<@Nullable Object> parameters;
            try {
                parameters = row(parsed, row, copied.size() + 1);
            } catch (DqliteClientException e) {
                return failed(parsed, e);
            }
            copied.add(parameters);
        }
        return Call.start(source, limit, (session, caller) -> session.executeMany(parsed, copied, caller));
    }

    private List<@Nullable Object> row(SqlStatement parsed, @Nullable Object row, int number) {
        SqlCall one = new SqlCall(this, parsed);
        if (row instanceof List<?> list) {
            one.bindList(list);
        } else if (row instanceof Map<?, ?> map) {
            map.forEach((name, value) -> one.bind(String.valueOf(name), value));
        } else {
            throw DqliteClientException.usage("Row " + number + " of the parameters is neither a list nor a map");
        }
        List<@Nullable Object> parameters = Arrays.asList(one.values);
        DqliteClientException wrong = one.defect == null ? unset(parsed, parameters) : one.defect;
        if (wrong != null) {
            throw DqliteClientException.refused(wrong.sqlState(), "Row " + number + ": " + wrong.getMessage());
        }
        return Collections.unmodifiableList(parameters);
    }

    /** A copy with the values that are bound now. */
    private SqlCall(SqlCall other, SqlStatement parsed) {
        this.source = other.source;
        this.statement = parsed;
        this.values = other.values.clone();
    }

    // Calls.

    /** Returns the work of a call, or throws if the call is wrong. */
    private interface Preparation<T> {
        Call.Work<T> work(SqlStatement parsed, List<@Nullable Object> parameters);
    }

    private <T> CompletableFuture<T> call(Preparation<T> preparation) {
        SqlStatement parsed = statement;
        List<@Nullable Object> parameters = Arrays.asList(values.clone());
        DqliteClientException wrong = defect == null ? unset(parsed, parameters) : defect;
        if (parsed == null || wrong != null) {
            return failed(parsed, wrong);
        }
        Call.Work<T> work;
        try {
            work = preparation.work(parsed, parameters);
        } catch (DqliteClientException e) {
            return Source.failed(e);
        }
        return Call.start(source, limit, work);
    }

    /** The failure of a wrong call. If parameters are missing, the server may say that the text is wrong. */
    private <T> CompletableFuture<T> failed(@Nullable SqlStatement parsed, @Nullable DqliteClientException wrong) {
        if (parsed == null || wrong == null || !wrong.sqlState().equals(PARAMETERS_MISSING)) {
            return Source.failed(wrong == null ? DqliteClientException.usage("There is no statement") : wrong);
        }
        return Call.start(source, limit, (session, caller) -> {
            throw session.withoutParameters(parsed, String.valueOf(wrong.getMessage()), caller);
        });
    }

    private static @Nullable DqliteClientException unset(
            @Nullable SqlStatement parsed, List<? extends @Nullable Object> parameters) {
        int index = parameters.indexOf(UNSET);
        if (index < 0 || parsed == null) {
            return null;
        }
        String name = parsed.parameterNames().get(index);
        return DqliteClientException.refused(
                PARAMETERS_MISSING,
                "Parameter " + (index + 1) + (name == null ? "" : " (" + PrintableText.of(name) + ")") + " is not set");
    }
}
