package io.github.dqlite4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqliteClientException.Outcome;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.DqliteTransaction;
import io.github.dqlite4j.client.SqlCall;
import io.github.dqlite4j.client.SqlClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The asynchronous client: one connection, or a pool of one connection. Its transactions are functions, which are held open until they are to end. */
abstract class ClientDoor implements Door {
    private static final long PATIENCE_SECONDS = 60;

    private final SqlClient client;
    private @Nullable DqliteTransaction transaction;
    private CompletableFuture<String> end = new CompletableFuture<>();
    private CompletableFuture<String> outcome = CompletableFuture.completedFuture("none");

    private ClientDoor(SqlClient client) {
        this.client = client;
    }

    /** The application ends its transaction without a commit. */
    private static final class Back extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
        try {
            return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    private SqlClient current() {
        return transaction == null ? client : transaction;
    }

    @Override
    public void begin() {
        CompletableFuture<DqliteTransaction> begun = new CompletableFuture<>();
        end = new CompletableFuture<>();
        outcome = client.transaction(given -> {
            begun.complete(given);
            return end;
        });
        transaction = get(begun);
    }

    @Override
    public void execute(String sql, Object... parameters) {
        SqlCall call = current().sql(sql).bindList(Arrays.asList(parameters));
        if (sql.startsWith("SELECT")) {
            get(call.fetchAll());
        } else {
            get(call.execute());
        }
    }

    @Override
    public void executeMany(String sql, Object... values) {
        get(current().executeMany(sql, Arrays.stream(values).map(List::of).toList()));
    }

    /** The transaction within is over at once, since the calls after it are those of the transaction. */
    @Override
    public void savepoint() {
        get(current().transaction(within -> CompletableFuture.completedFuture("done")));
    }

    @Override
    public void commit() {
        transaction = null;
        end.complete("commit");
        get(outcome);
    }

    /** The failure of a transaction is the one that its function reports. */
    @Override
    public void rollback() {
        transaction = null;
        Back back = new Back();
        if (end.completeExceptionally(back)) {
            assertThat(catchThrowable(() -> get(outcome))).isSameAs(back);
        }
    }

    @Override
    public void metadata() {
        get(client.prepare("SELECT a FROM t"));
    }

    @Override
    public boolean inTransaction() {
        return transaction != null;
    }

    @Override
    public void close() {
        if (transaction != null) {
            transaction = null;
            outcome.cancel(false);
            assertThat(catchThrowable(() -> get(outcome))).isInstanceOf(CancellationException.class);
        }
        get(closeClient());
    }

    abstract CompletableFuture<Void> closeClient();

    @Override
    public void assertFailure(String sqlState, @Nullable Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(DqliteClientException.class, thrown -> {
            assertThat(thrown.sqlState()).isEqualTo(sqlState);
            assertThat(thrown.outcome())
                    .isEqualTo(
                            switch (sqlState) {
                                case "40001" -> Outcome.ROLLED_BACK;
                                case "08007" -> Outcome.UNKNOWN;
                                default -> Outcome.NOTHING_HAPPENED;
                            });
            assertThat(thrown.isRolledBack()).isEqualTo(sqlState.equals("40001"));
            assertThat(thrown.isOutcomeUnknown()).isEqualTo(sqlState.equals("08007"));
        });
    }

    /** One connection. Rows are streamed. */
    static class Single extends ClientDoor {
        private final DqliteClient client;

        Single(String url) {
            this(get(DqliteClient.connect(url)));
        }

        private Single(DqliteClient client) {
            super(client);
            this.client = client;
        }

        @Override
        public void rows(String sql) {
            CompletableFuture<String> read = new CompletableFuture<>();
            super.current().sql(sql).stream(row -> row.get(1, Integer.class)).subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(Integer value) {}

                @Override
                public void onError(Throwable failure) {
                    read.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {
                    read.complete("read");
                }
            });
            get(read);
        }

        @Override
        public void isValid() {
            throw new UnsupportedOperationException("A connection of the client has no such call");
        }

        @Override
        CompletableFuture<Void> closeClient() {
            return client.close();
        }

        @Override
        public boolean hasEnded() {
            return client.isClosed();
        }

        @Override
        public void assertReplaced() {
            assertThat(client.isClosed()).isTrue();
            assertThat(catchThrowable(() -> execute("SELECT 1"))).hasFieldOrPropertyWithValue("sqlState", "08003");
        }
    }

    /** One connection, whose transactions are statements of SQL. BEGIN is sent with the first statement after it, as the other ways do. */
    static final class Statements extends Single {
        private boolean toBegin;
        private boolean open;

        Statements(String url) {
            super(url);
        }

        @Override
        public void begin() {
            toBegin = true;
        }

        private void beginIfAsked() {
            if (toBegin) {
                toBegin = false;
                super.execute("BEGIN");
                open = true;
            }
        }

        @Override
        public void execute(String sql, Object... parameters) {
            beginIfAsked();
            super.execute(sql, parameters);
        }

        @Override
        public void executeMany(String sql, Object... values) {
            beginIfAsked();
            super.executeMany(sql, values);
        }

        @Override
        public void rows(String sql) {
            beginIfAsked();
            super.rows(sql);
        }

        @Override
        public void savepoint() {
            execute("SAVEPOINT within");
            execute("RELEASE within");
        }

        @Override
        public void commit() {
            open = false;
            super.execute("COMMIT");
        }

        @Override
        public void rollback() {
            open = false;
            super.execute("ROLLBACK");
        }

        @Override
        public boolean inTransaction() {
            return open;
        }
    }

    /** A pool that looks at its connection before each call. Rows are read into memory. */
    static final class Pooled extends ClientDoor {
        private final DqlitePool pool;

        Pooled(String url) {
            this(DqlitePool.builder(url)
                    .minSize(1)
                    .maxSize(1)
                    .validateAfter(Duration.ZERO)
                    .acquireTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .create());
        }

        private Pooled(DqlitePool pool) {
            super(pool);
            this.pool = pool;
            get(pool.ready());
        }

        @Override
        public void rows(String sql) {
            get(super.current().sql(sql).fetch(Integer.class));
        }

        @Override
        public void isValid() {
            execute("SELECT 3");
        }

        @Override
        CompletableFuture<Void> closeClient() {
            return pool.close();
        }

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public void assertReplaced() {
            execute("INSERT INTO t VALUES (2)");
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
