package io.github.dqlite4j.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes SQL asynchronously. A connection ({@link DqliteClient}), a pool ({@link DqlitePool}) and a transaction ({@link
 * DqliteTransaction}) implement this. Thread-safe.
 *
 * <p>No method blocks, or throws if a statement is wrong: the future fails with {@link DqliteClientException}. A future is completed by a
 * thread of the executor, a daemon thread of the client unless another executor was given. No connection is held then, so callbacks may
 * block. Cancelling a future, or completing it in another way such as {@code orTimeout}, cancels the call like JDBC's {@code cancel}. A
 * statement that waits is not sent. If it was sent, the socket is closed, so a transaction is rolled back, and the outcome of a write
 * outside a transaction is unknown.
 *
 * <p>On a connection and in a transaction, one call is executed at a time, in the order of the calls. In a pool each call gets a connection of its own.
 *
 * <p>Parameters are set by position: {@code ?} and {@code ?1} count from 1. {@link #sql} has names, lists and a time limit. Values are the
 * same as for JDBC's {@code setObject}; see docs/types.md. Do not change them until the future completes.
 */
public interface SqlClient {
    /** Returns a call with this statement: bind its parameters, then call the method that executes it. */
    SqlCall sql(String sql);

    /** The rows, as maps from the labels to the values in the order of the columns. Two columns with one label are an error. */
    default CompletableFuture<List<Map<String, @Nullable Object>>> fetch(String sql, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).fetch();
    }

    /** The rows, as lists in the order of the columns. */
    default CompletableFuture<List<List<@Nullable Object>>> fetchAll(String sql, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).fetchAll();
    }

    /** The first row, as a map; empty if there is none. Further rows are not read. */
    default CompletableFuture<Optional<Map<String, @Nullable Object>>> fetchOne(
            String sql, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).fetchOne();
    }

    /** The first column of the first row; empty if there is no row, or if the value is NULL. */
    default <T> CompletableFuture<Optional<T>> fetchValue(String sql, Class<T> type, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).fetchValue(type);
    }

    /** The rows as they are requested; see {@link SqlCall#stream(RowMapper)}. */
    default Flow.Publisher<Map<String, @Nullable Object>> stream(String sql, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).stream();
    }

    /** Executes a statement that returns no rows. */
    default CompletableFuture<ExecuteResult> execute(String sql, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).execute();
    }

    /** Executes a statement once for each row of parameters; see {@link SqlCall#executeMany}. */
    default CompletableFuture<long[]> executeMany(String sql, Collection<?> rows) {
        return sql(sql).executeMany(rows);
    }

    /**
     * Has a node parse the statement without executing it. If the statement is wrong, this fails like the execution. PRAGMAs are not sent
     * to a node, because it would execute them.
     */
    CompletableFuture<PreparedSql> prepare(String sql);

    /**
     * Executes all statements of a text on one connection, one after the other, each in its own transaction unless the text has BEGIN and
     * COMMIT. It ends with the first failure. Rows are read and discarded. If one statement is refused, the whole text is refused.
     *
     * @return the result of each statement
     */
    CompletableFuture<List<ExecuteResult>> script(String text);

    /**
     * Runs a function in a transaction: commits when its stage completes, and rolls back when it fails or when the returned future is
     * cancelled. Inside a transaction, it uses a savepoint. The function runs in a thread of the executor and may block. The future
     * completes when the commit is durable; if the outcome of the commit is unknown, it fails with {@link
     * DqliteClientException#isOutcomeUnknown}.
     *
     * @param work must use the transaction that it gets; calls of this client would wait for its end. Its stage should complete only
     *     after its own calls
     */
    default <T extends @Nullable Object> CompletableFuture<T> transaction(
            Function<? super DqliteTransaction, ? extends CompletionStage<T>> work) {
        return transaction(TransactionOptions.standard(), work);
    }

    /**
     * The same with options. A savepoint only has the standard options.
     *
     * @see #transaction(Function)
     */
    <T extends @Nullable Object> CompletableFuture<T> transaction(
            TransactionOptions options, Function<? super DqliteTransaction, ? extends CompletionStage<T>> work);
}
