package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.client.session.Lane;
import io.github.dqlite4j.client.session.Step;
import io.github.dqlite4j.client.session.Turn;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A transaction or a savepoint: holds a session from its begin to its end, and has a queue of its own for the calls within. */
final class Scope<T extends @Nullable Object> extends Turn {
    private final Source outer;
    private final Bounds bounds;
    private final Function<? super DqliteTransaction, ? extends CompletionStage<T>> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private volatile @Nullable Lane lane;

    /** Whether the future is completed by this, and not by the caller. */
    private volatile boolean ended;

    /** How a scope begins and ends. The methods block. */
    interface Bounds {
        void begin(ClientSession session) throws SQLException;

        void commit(ClientSession session) throws SQLException;

        void rollback(ClientSession session) throws SQLException;

        /** Restores the previous state of the session. Called at the end, also after a failed begin. */
        void restore(ClientSession session);
    }

    private Scope(Source outer, Bounds bounds, Function<? super DqliteTransaction, ? extends CompletionStage<T>> work) {
        this.outer = outer;
        this.bounds = bounds;
        this.work = work;
    }

    static <T extends @Nullable Object> CompletableFuture<T> run(
            Source outer, Bounds bounds, Function<? super DqliteTransaction, ? extends CompletionStage<T>> work) {
        Scope<T> scope = new Scope<>(outer, bounds, work);
        scope.future.whenComplete((value, failure) -> {
            if (!scope.ended && !scope.leave()) {
                scope.stop();
            }
        });
        outer.sessions().request(scope);
        return scope.future;
    }

    @Override
    protected @Nullable Step granted(ClientSession session) {
        if (future.isDone()) {
            return outer.sessions().release(session);
        }
        try {
            bounds.begin(session);
        } catch (Throwable e) {
            bounds.restore(session);
            ended = true;
            Step next = outer.sessions().release(session);
            Throwable reported = DqliteClientException.of(e);
            outer.complete(next, () -> future.completeExceptionally(reported));
            return next;
        }
        Lane own = new Lane(session, outer.executor());
        lane = own;
        if (future.isDone()) {
            // Who has cancelled it may not have seen the queue.
            stop();
            return null;
        }
        try {
            CompletionStage<T> stage = Objects.requireNonNull(
                    work.apply(new DqliteTransaction(outer.within(own, Source.Place.TRANSACTION, outer.owner()))),
                    "The function of a transaction must return a stage");
            stage.whenComplete((value, failure) -> end(own, value, failure));
        } catch (Throwable e) {
            end(own, null, e);
        }
        return null;
    }

    /** Only the first end counts. */
    private void end(Lane own, @Nullable Object value, @Nullable Throwable failure) {
        own.close(new End(value, failure), DqliteClientException.refused("25P01", "The transaction has ended"), false);
    }

    @Override
    protected void refused(Throwable why) {
        Throwable reported = DqliteClientException.of(why);
        ended = true;
        outer.complete(() -> future.completeExceptionally(reported));
    }

    @Override
    protected void stop() {
        Lane own = lane;
        if (own != null) {
            own.close(
                    new End(null, new CancellationException("The transaction was cancelled")),
                    DqliteClientException.refused("57014", "The transaction was cancelled, and is rolled back"),
                    true);
        }
    }

    /** The last turn of the queue: commits or rolls back. */
    private final class End extends Turn {
        private final @Nullable Object value;
        private @Nullable Throwable failure;

        End(@Nullable Object value, @Nullable Throwable failure) {
            this.value = value;
            this.failure = failure;
        }

        @Override
        protected @Nullable Step granted(ClientSession session) {
            if (failure == null) {
                try {
                    bounds.commit(session);
                } catch (Throwable e) {
                    failure = DqliteClientException.of(e);
                }
            }
            Throwable failed = failure;
            if (failed != null) {
                try {
                    bounds.rollback(session);
                } catch (Throwable e) {
                    if (e != failed) {
                        failed.addSuppressed(DqliteClientException.of(e));
                    }
                }
            }
            bounds.restore(session);
            ended = true;
            Step next = outer.sessions().release(session);
            if (failed == null) {
                @SuppressWarnings("unchecked") // it was made of a T
                T result = (T) value;
                outer.complete(next, () -> future.complete(result));
            } else {
                Throwable reported = DqliteClientException.unwrapped(failed);
                outer.complete(next, () -> future.completeExceptionally(reported));
            }
            return next;
        }

        @Override
        protected void refused(Throwable why) {
            throw new IllegalStateException("The end of a transaction cannot be refused", why);
        }

        @Override
        protected void stop() {
            // What was sent to end a transaction is not cut off: its outcome would be unknown.
        }
    }
}
