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
 * Executes SQL, asynchronously: what a connection ({@link DqliteClient}), a pool ({@link DqlitePool}) and a transaction ({@link DqliteTransaction}) have in common. Thread-safe.
 *
 * <p>No method blocks or throws for what is wrong with a statement: the future fails with {@link DqliteClientException}. A future is completed by a thread of the
 * executor, a daemon thread of the client unless another executor was given. No connection is held then, so callbacks may block. Cancelling a
 * future, or completing it in another way such as {@code orTimeout}, cancels the call as JDBC's {@code cancel} does: what waits is not sent; what was sent is cut off with its socket, so that a transaction is rolled back and the
 * outcome of a write outside a transaction is unknown.
 *
 * <p>On a connection and in a transaction, one call is executed at a time, in the order of the calls. In a pool each call gets a connection of its own.
 *
 * <p>Parameters are given by position: {@code ?} and {@code ?1} count from 1. {@link #sql} has names, lists and a time limit. Values are those of JDBC's {@code setObject};
 * see docs/types.md. They are not to be changed until the future completes.
 */
public interface SqlClient {
    /** Begins a call with this statement: bind its parameters, then say how it is executed. */
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

    /** The rows as they are asked for; see {@link SqlCall#stream(RowMapper)}. */
    default Flow.Publisher<Map<String, @Nullable Object>> stream(String sql, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).stream();
    }

    /** Executes a statement that yields no rows. */
    default CompletableFuture<ExecuteResult> execute(String sql, @Nullable Object... parameters) {
        return sql(sql).bindAll(parameters).execute();
    }

    /** Executes a statement once for each of these rows of parameters; see {@link SqlCall#executeMany}. */
    default CompletableFuture<long[]> executeMany(String sql, Collection<?> rows) {
        return sql(sql).executeMany(rows);
    }

    /** Lets a node read the statement, without executing it. It fails as the execution would if the statement is wrong. PRAGMAs are not shown to a node, since it would execute them. */
    CompletableFuture<PreparedSql> prepare(String sql);

    /**
     * Executes all statements of a text on one connection, one after the other, each for itself unless the text has BEGIN and COMMIT. It ends with the
     * first failure. Rows are read and dropped. A text with a statement that is refused is refused as a whole.
     *
     * @return what each statement did
     */
    CompletableFuture<List<ExecuteResult>> script(String text);

    /**
     * Runs a function in a transaction: commits when its stage completes, and rolls back when it fails or when the returned future is cancelled. In a transaction, it
     * is a savepoint. The function runs in a thread of the executor and may block. The future completes when the commit is durable; if the outcome of the commit is unknown, it fails with
     * {@link DqliteClientException#isOutcomeUnknown}.
     *
     * @param work uses the transaction that it is given; calls of this client would wait for its end. Its stage should complete only when its own calls have
     */
    default <T extends @Nullable Object> CompletableFuture<T> transaction(
            Function<? super DqliteTransaction, ? extends CompletionStage<T>> work) {
        return transaction(TransactionOptions.standard(), work);
    }

    /**
     * The same with options. Those of a savepoint are the standard ones.
     *
     * @see #transaction(Function)
     */
    <T extends @Nullable Object> CompletableFuture<T> transaction(
            TransactionOptions options, Function<? super DqliteTransaction, ? extends CompletionStage<T>> work);
}
