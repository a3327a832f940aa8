package io.github.dqlite4j.client;

import io.github.dqlite4j.sql.statement.SqlStatement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, executed anew for each subscriber.
 *
 * @param statement null if there is a defect
 * @param defect what each subscriber gets instead of rows; null for none
 */
record RowPublisher<T>(
        Source source,
        @Nullable Duration limit,
        @Nullable SqlStatement statement,
        List<? extends @Nullable Object> parameters,
        RowMapper<T> mapper,
        @Nullable DqliteClientException defect)
        implements Flow.Publisher<T> {
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber);
        SqlStatement query = statement;
        if (query == null || defect != null) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(defect == null ? DqliteClientException.usage("There is no statement") : defect);
            return;
        }
        new RowSubscription<T>(source, limit, query, parameters, mapper, subscriber).begin();
    }
}
