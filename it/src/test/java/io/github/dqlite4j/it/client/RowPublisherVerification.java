package io.github.dqlite4j.it.client;

import io.github.dqlite4j.client.DqlitePool;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** Connects the TCK of Reactive Streams to the streams of a pool. */
public final class RowPublisherVerification extends FlowPublisherVerification<Long> {
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i FROM n WHERE ?1 > 0";

    /** A signal that is expected and late is a failure: so long is waited for it. */
    private static final long PATIENCE_MILLIS = 30_000;

    /** So long it is watched that no signal comes, and so often that one does. */
    private static final long SILENCE_MILLIS = 100;

    /** Slept before it is looked whether a cancelled stream has forgotten its subscriber. */
    private static final long FORGET_MILLIS = 3_000;

    private final DqlitePool pool;

    RowPublisherVerification(DqlitePool pool) {
        super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS, SILENCE_MILLIS), FORGET_MILLIS);
        this.pool = pool;
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
        return pool.sql(NUMBERS).bind(1, elements).stream(Long.class);
    }

    /** A statement with a parameter that is not set fails without a request for rows. */
    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
        return pool.sql("SELECT ?").stream(Long.class);
    }
}
