package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.client.session.Lane;
import io.github.dqlite4j.client.session.Step;
import io.github.dqlite4j.client.session.Turn;
import io.github.dqlite4j.settings.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the leader of a cluster. Between transactions it connects to a new leader automatically. One call is executed at a time;
 * further calls queue in order. BEGIN and COMMIT may be executed as statements; {@link #transaction} is safer, because no other call can
 * come between them. Close the client after use. Thread-safe.
 *
 * <pre>{@code
 * DqliteClient.connect("jdbc:dqlite://a:9001,b:9001,c:9001/app")
 *     .thenCompose(client -> client.fetchValue("SELECT count(*) FROM person", Long.class)
 *         .whenComplete((count, failure) -> client.close()));
 * }</pre>
 */
public final class DqliteClient extends SourceClient {
    private final ClientSession session;
    private final Lane lane;
    private final Source source;
    private final Ending ending;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** What happens to the session at the end. */
    interface Ending {
        /** Called once, when the connection is closed and no call is running. */
        void closed(ClientSession session);
    }

    DqliteClient(ClientSession session, Source.Context context, Function<DqliteClient, Ending> ending) {
        this.session = session;
        this.lane = new Lane(session, context.executor());
        this.source = new Source(lane, Source.Place.CONNECTION, context, this);
        this.ending = ending.apply(this);
    }

    /** A connection that owns its session. */
    private static DqliteClient owning(ClientSession session, Source.Context context) {
        return new DqliteClient(session, context, client -> {
            Runnable unwatch = session.closeWhenUnreachable(client);
            return ended -> {
                ended.close();
                unwatch.run();
            };
        });
    }

    /**
     * Connects to the node that leads.
     *
     * @param url as for JDBC, with the same options
     * @return fails with {@link DqliteClientException} (08001) if no leader is reached within {@code loginTimeout}
     * @throws IllegalArgumentException with what is wrong with the URL
     */
    public static CompletableFuture<DqliteClient> connect(String url) {
        return builder(url).connect();
    }

    /** Returns a builder for a connection with options. */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** Builds connections. */
    public static final class Builder extends ClientBuilder<Builder> {
        private Builder(String url) {
            super(url);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Connects to the node that leads.
         *
         * @return fails with {@link DqliteClientException} (08001) if no leader is reached within {@code loginTimeout}. Cancelling the
         *     future does not end the attempt, but then the connection is closed
         * @throws IllegalArgumentException with what is wrong with the URL or an option
         */
        public CompletableFuture<DqliteClient> connect() {
            Settings settings = settings();
            Source.Context context = context();
            CompletableFuture<DqliteClient> future = new CompletableFuture<>();
            try {
                context.executor().execute(() -> open(settings, context, future));
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
            return future;
        }

        private static void open(Settings settings, Source.Context context, CompletableFuture<DqliteClient> future) {
            DqliteClient client;
            try {
                client = owning(ClientSession.open(settings), context);
            } catch (Throwable e) {
                future.completeExceptionally(DqliteClientException.of(e));
                return;
            }
            if (!future.complete(client)) {
                client.close();
            }
        }
    }

    @Override
    Source source() {
        return source;
    }

    /**
     * The node, as {@code host:port}, that the next statement is sent to; connects first if the connection was lost between two
     * transactions.
     */
    public CompletableFuture<String> node() {
        return Call.start(source, source.limit(), (used, caller) -> used.node());
    }

    /** Whether the connection was closed, or has ended because the outcome of a change is unknown. */
    public boolean isClosed() {
        return session.isClosed() || closed.isDone();
    }

    /**
     * Closes the connection after all earlier calls have ended; an open transaction is rolled back. Later calls fail with 08003. A
     * connection of a pool is returned to the pool.
     *
     * @return completes when the connection is closed; each call returns a new future
     */
    public CompletableFuture<Void> close() {
        lane.close(new End(), DqliteClientException.closed("connection"), false);
        return closed.copy();
    }

    /** Closes the socket at once. The outcome of a statement that is being executed may then be unknown. */
    public void abort() {
        session.abort();
        close();
    }

    /** The last turn of the connection. */
    private final class End extends Turn {
        @Override
        protected @Nullable Step granted(ClientSession used) {
            ending.closed(used);
            closed.complete(null);
            return null;
        }

        @Override
        protected void refused(Throwable why) {
            throw new IllegalStateException("The end of a connection cannot be refused", why);
        }

        @Override
        protected void stop() {
            // Closing cannot be cancelled.
        }
    }
}
