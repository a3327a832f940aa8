package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.client.session.ClientThreads;
import io.github.dqlite4j.engine.KeyedExecution;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.jdbc.retry.RetryPolicy;
import io.github.dqlite4j.settings.TransactionMode;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.time.NanoClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs functions in transactions and savepoints, and runs them again. */
final class Transactions {
    private Transactions() {}

    static <T extends @Nullable Object> CompletableFuture<T> run(
            Source source,
            TransactionOptions options,
            Function<? super DqliteTransaction, ? extends CompletionStage<T>> work) {
        if (source.place() == Source.Place.TRANSACTION) {
            return options == TransactionOptions.standard()
                    ? Scope.run(source, new Savepoint(), work)
                    : Source.failed(DqliteClientException.usage(
                            "A transaction within a transaction is a savepoint, and has no options"));
        }
        RetryPolicy policy = options.retryPolicy();
        Supplier<CompletableFuture<T>> attempt = () -> Scope.run(source, new Whole(options), work);
        return policy == null ? attempt.get() : new Retry<>(source, policy, attempt).begin();
    }

    /** A transaction. */
    private record Whole(TransactionOptions options) implements Scope.Bounds {
        @Override
        public void begin(ClientSession session) throws SQLException {
            TransactionMode mode = options.mode();
            session.begin(mode == null ? session.transactionMode() : mode, options.isReadOnly());
        }

        @Override
        public void commit(ClientSession session) throws SQLException {
            session.commit();
        }

        @Override
        public void rollback(ClientSession session) throws SQLException {
            session.rollback();
        }

        @Override
        public void restore(ClientSession session) {
            try {
                session.reset();
            } catch (SQLException e) {
                // The session is closed now, which the next call reports.
            }
        }
    }

    /** A savepoint of the open transaction. */
    private static final class Savepoint implements Scope.Bounds, ClientSession.Caller {
        private String name = "";

        @Override
        public void begin(ClientSession session) throws SQLException {
            name = session.newSavepoint();
            execute(session, "SAVEPOINT ");
        }

        @Override
        public void commit(ClientSession session) throws SQLException {
            execute(session, "RELEASE ");
        }

        @Override
        public void rollback(ClientSession session) throws SQLException {
            execute(session, "ROLLBACK TO ");
            execute(session, "RELEASE ");
        }

        @Override
        public void restore(ClientSession session) {
            // The transaction continues.
        }

        private void execute(ClientSession session, String verb) throws SQLException {
            KeyedExecution.Executed executed =
                    session.executePart(SqlParser.parseOne(verb + name), KeyRequest.NONE, this);
            if (executed.rows() != null) {
                executed.rows().close();
            }
        }

        @Override
        public Object token() {
            return name;
        }

        @Override
        public boolean isStopped() {
            return false;
        }
    }

    /** The attempts of one transaction. One attempt at a time touches the fields. */
    private static final class Retry<T extends @Nullable Object> {
        private final Source source;
        private final RetryPolicy policy;
        private final Supplier<CompletableFuture<T>> attempt;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final long began = NanoClock.SYSTEM.nanoTime();
        private final List<Throwable> earlier = new ArrayList<>();
        private int number;
        private volatile @Nullable CompletableFuture<T> current;

        Retry(Source source, RetryPolicy policy, Supplier<CompletableFuture<T>> attempt) {
            this.source = source;
            this.policy = policy;
            this.attempt = attempt;
        }

        CompletableFuture<T> begin() {
            future.whenComplete((value, failure) -> {
                CompletableFuture<T> running = current;
                if (running != null) {
                    running.cancel(false);
                }
            });
            next();
            return future;
        }

        private void next() {
            number++;
            CompletableFuture<T> started = attempt.get();
            current = started;
            if (future.isDone()) {
                started.cancel(false);
            }
            started.whenComplete((value, failure) -> ended(value, failure));
        }

        private void ended(T value, @Nullable Throwable failure) {
            if (failure == null) {
                future.complete(value);
                return;
            }
            Throwable error = DqliteClientException.unwrapped(failure);
            Duration elapsed = Duration.ofNanos(NanoClock.SYSTEM.nanoTime() - began);
            Optional<Duration> pause = isRolledBack(error) ? policy.pause(number, elapsed) : Optional.empty();
            if (pause.isPresent() && !future.isDone()) {
                earlier.add(error);
                ClientThreads.after(pause.get(), () -> source.complete(this::next));
                return;
            }
            for (Throwable before : earlier) {
                if (before != error) {
                    error.addSuppressed(before);
                }
            }
            future.completeExceptionally(error);
        }
    }

    /** Whether an error proves that its transaction was rolled back: one says so, and none that a connection was lost. */
    static boolean isRolledBack(Throwable error) {
        boolean rolledBack = false;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof DqliteClientException own) {
                if (own.sqlState().startsWith("08")) {
                    return false;
                }
                rolledBack |= own.isRolledBack();
            }
        }
        return rolledBack;
    }
}
