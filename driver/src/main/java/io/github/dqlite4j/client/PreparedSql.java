package io.github.dqlite4j.client;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a node has parsed. It describes the statement and creates calls. It has no influence on the prepared statements that
 * connections keep. Immutable and thread-safe.
 */
public final class PreparedSql {
    private final Supplier<SqlCall> calls;
    private final List<ResultColumn> columns;
    private final List<@Nullable String> parameters;

    PreparedSql(Supplier<SqlCall> calls, List<ResultColumn> columns, List<@Nullable String> parameters) {
        this.calls = calls;
        this.columns = columns;
        this.parameters = parameters;
    }

    /**
     * A column of the result.
     *
     * @param declaredType as in CREATE TABLE; null if the value is not a column of a table
     */
    public record ResultColumn(String label, @Nullable String declaredType) {}

    /**
     * The columns of the result, according to the schema at that time; empty if it returns no rows, and for EXPLAIN and PRAGMA, whose
     * columns are known only from their rows.
     */
    public List<ResultColumn> columns() {
        return columns;
    }

    /** The names of the parameters with their sign ({@code :a}, {@code @a}, {@code $a}), the first one for parameter 1; null for one without a name. */
    public List<@Nullable String> parameters() {
        return parameters;
    }

    /** Returns a call on the client that has prepared the statement. */
    public SqlCall call() {
        return calls.get();
    }

    /** Returns a call with these values for all parameters, in their order. */
    public SqlCall bindList(List<? extends @Nullable Object> values) {
        return call().bindList(values);
    }
}
