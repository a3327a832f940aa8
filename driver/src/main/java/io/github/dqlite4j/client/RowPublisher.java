package io.github.dqlite4j.client;

import io.github.dqlite4j.sql.statement.SqlStatement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of a query, which is executed again for each subscriber. */
record RowPublisher<T>(
        Source source,
        @Nullable Duration limit,
        SqlStatement statement,
        List<? extends @Nullable Object> parameters,
        RowMapper<T> mapper)
        implements Flow.Publisher<T> {
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber);
        new RowSubscription<T>(source, limit, statement, parameters, mapper, subscriber).begin();
    }

    /**
     * What subscribers to a call with a defect get: the failure, without a request.
     *
     * @param failure begins a call that fails
     */
    record Failed<T>(Supplier<CompletableFuture<?>> failure) implements Flow.Publisher<T> {
        @Override
        public void subscribe(Flow.Subscriber<? super T> subscriber) {
            Objects.requireNonNull(subscriber);
            CompletableFuture<?> failing = failure.get();
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {
                    failing.cancel(false);
                }
            });
            failing.whenComplete((nothing, why) -> {
                if (!failing.isCancelled()) {
                    subscriber.onError(DqliteClientException.unwrapped(why));
                }
            });
        }
    }
}
