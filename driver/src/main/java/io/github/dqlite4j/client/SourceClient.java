package io.github.dqlite4j.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Implements the calls for every class with a source of sessions. */
abstract sealed class SourceClient implements SqlClient permits DqliteClient, DqlitePool, DqliteTransaction {
    abstract Source source();

    @Override
    public final SqlCall sql(String sql) {
        return new SqlCall(source(), sql);
    }

    @Override
    public final CompletableFuture<PreparedSql> prepare(String sql) {
        return Texts.prepare(source(), sql);
    }

    @Override
    public final CompletableFuture<List<ExecuteResult>> script(String text) {
        return Texts.script(source(), text);
    }

    @Override
    public final <T extends @Nullable Object> CompletableFuture<T> transaction(
            TransactionOptions options, Function<? super DqliteTransaction, ? extends CompletionStage<T>> work) {
        return Transactions.run(source(), options, work);
    }
}
