package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientThreads;
import io.github.dqlite4j.client.session.PoolLimits;
import io.github.dqlite4j.client.session.SessionPool;
import io.github.dqlite4j.settings.Settings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pool of connections. Each call, transaction and stream takes a connection for its duration, the most recently used one first. Waiting
 * calls get a connection in the order of the calls, and use no thread while they wait. After a leader change, each connection connects to
 * the new leader with its next call. Close the pool after use. Thread-safe.
 *
 * <pre>{@code
 * DqlitePool pool = DqlitePool.create("jdbc:dqlite://a:9001,b:9001,c:9001/app");
 * pool.fetch("SELECT id, name FROM person WHERE name LIKE ?", "A%").thenAccept(System.out::println);
 * }</pre>
 */
public final class DqlitePool extends SourceClient {
    private static final AtomicLong COUNT = new AtomicLong();

    private final SessionPool sessions;
    private final Source source;
    private final Duration leakWarning;

    private DqlitePool(SessionPool sessions, Source.Context context, Duration leakWarning) {
        this.sessions = sessions;
        this.source = new Source(sessions, Source.Place.POOL, context, this);
        this.leakWarning = leakWarning;
    }

    /**
     * Creates a pool of at most 10 connections, which are opened when they are needed.
     *
     * @param url as for JDBC, with the same options
     * @throws IllegalArgumentException with what is wrong with the URL
     */
    public static DqlitePool create(String url) {
        return builder(url).create();
    }

    /** Returns a builder for a pool with options. */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** Builds pools. */
    public static final class Builder extends ClientBuilder<Builder> {
        private String name = "dqlite-pool-" + COUNT.incrementAndGet();
        private int minSize;
        private int maxSize = 10;
        private Duration acquireTimeout = Duration.ofSeconds(30);
        private Duration idleTimeout = Duration.ofMinutes(10);
        private Duration maxLifetime = Duration.ofMinutes(30);
        private Duration validateAfter = Duration.ofSeconds(5);
        private Duration leakWarning = Duration.ZERO;

        private Builder(String url) {
            super(url);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Sets the name of the pool in events and messages. */
        public Builder name(String given) {
            name = given;
            return this;
        }

        /** Sets the minimum number of connections, which are opened when the pool is created; by default 0. */
        public Builder minSize(int connections) {
            minSize = connections;
            return this;
        }

        /** Sets the maximum number of connections; by default 10. */
        public Builder maxSize(int connections) {
            maxSize = connections;
            return this;
        }

        /** Sets how long a call waits for a connection before it fails with 08001; by default 30 seconds. */
        public Builder acquireTimeout(Duration time) {
            acquireTimeout = positive(time);
            return this;
        }

        /** Sets the idle time after which a connection is closed, if there are more than the minimum; by default 10 minutes. */
        public Builder idleTimeout(Duration time) {
            idleTimeout = positive(time);
            return this;
        }

        /** Sets the age after which a connection is closed as soon as it is not in use; by default 30 minutes. */
        public Builder maxLifetime(Duration time) {
            maxLifetime = positive(time);
            return this;
        }

        /** Sets how long after its last use a connection is used again without asking its node first; by default 5 seconds. */
        public Builder validateAfter(Duration time) {
            validateAfter = time;
            return this;
        }

        /**
         * Sets the time after which an open connection of {@link DqlitePool#acquire} is reported in the log (WARNING), with the place where
         * it was taken. By default, only a connection that is no longer reachable is reported.
         */
        public Builder leakWarning(Duration time) {
            leakWarning = positive(time);
            return this;
        }

        private static Duration positive(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("A time of " + time + " is too short");
            }
            return time;
        }

        /**
         * Creates the pool, and begins to open the minimum number of connections.
         *
         * @throws IllegalArgumentException if the URL, an option or the numbers are wrong; the message says what
         */
        public DqlitePool create() {
            if (minSize < 0 || maxSize < 1 || minSize > maxSize) {
                throw new IllegalArgumentException("A pool cannot have " + minSize + " to " + maxSize + " connections");
            }
            Settings settings = settings();
            Source.Context context = context();
            SessionPool sessions = new SessionPool(
                    name,
                    settings,
                    new PoolLimits(minSize, maxSize, acquireTimeout, idleTimeout, maxLifetime, validateAfter),
                    context.executor());
            DqlitePool pool = new DqlitePool(sessions, context, leakWarning);
            sessions.start();
            return pool;
        }
    }

    /**
     * Completes when the minimum number of connections has been open for the first time, or fails with the reason why the first one could
     * not be opened.
     */
    public CompletableFuture<Void> ready() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        sessions.ready().whenComplete((nothing, failure) -> {
            if (failure == null) {
                ready.complete(null);
            } else {
                ready.completeExceptionally(DqliteClientException.of(failure));
            }
        });
        return ready;
    }

    /**
     * Takes a connection for several calls. Close the connection to return it. Prefer {@link #transaction} and the calls of the pool, which
     * always return their connection.
     *
     * @return fails with 08001 if none is free within the time limit
     */
    public CompletableFuture<DqliteClient> acquire() {
        Acquisition acquisition = new Acquisition(source, sessions, leakWarning);
        sessions.request(acquisition);
        return acquisition.future();
    }

    @Override
    Source source() {
        return source;
    }

    /** The name of the pool in events and messages. */
    public String name() {
        return sessions.name();
    }

    public PoolStatistics statistics() {
        int[] counts = sessions.counts();
        return new PoolStatistics(counts[0], counts[1], counts[2], counts[3]);
    }

    /**
     * Closes the pool. Calls that wait for a connection and later calls fail with 08003; those that have one continue.
     *
     * @return completes when all connections were returned and closed
     */
    public CompletableFuture<Void> close() {
        return sessions.close().copy();
    }

    /**
     * The same, but closes the sockets of calls that are still running after this time. The outcome of their changes may be unknown.
     *
     * @return completes when all connections are closed
     */
    public CompletableFuture<Void> close(Duration grace) {
        CompletableFuture<Void> closed = close();
        Future<?> timer = ClientThreads.after(grace, sessions::abort);
        closed.whenComplete((nothing, failure) -> timer.cancel(false));
        return closed;
    }
}
