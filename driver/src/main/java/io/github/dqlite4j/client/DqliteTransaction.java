package io.github.dqlite4j.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transaction, for the function that {@link SqlClient#transaction} runs. One call is executed at a time, in the order of the calls. It ends with the stage that the function returns; later
 * calls fail with 25P01. A {@link #transaction transaction within} is a savepoint; until it ends, calls of this one wait. Thread-safe.
 */
public final class DqliteTransaction implements SqlClient {
    private final Source source;

    DqliteTransaction(Source source) {
        this.source = source;
    }

    @Override
    public SqlCall sql(String sql) {
        return new SqlCall(source, sql);
    }

    @Override
    public CompletableFuture<PreparedSql> prepare(String sql) {
        return Texts.prepare(source, sql, () -> sql(sql));
    }

    @Override
    public CompletableFuture<List<ExecuteResult>> script(String text) {
        return Texts.script(source, text);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> transaction(
            TransactionOptions options, Function<? super DqliteTransaction, ? extends CompletionStage<T>> work) {
        return Transactions.run(source, options, work);
    }
}
