package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.failure;
import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.SqlClient;
import io.github.dqlite4j.it.fixture.ClientPath;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Senseless calls, and user code with errors: each call ends, no connection is lost, and the node stays alive. */
@Timeout(120)
class HostileCallsIT {
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n";

    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        get(node.pool().script("CREATE TABLE t (a)"));
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    @AfterEach
    void nothingIsHeld() throws SQLException {
        await().until(() -> node.pool().statistics().inUse() == 0
                && node.pool().statistics().waiting() == 0);
        assertThat(get(node.client().fetchValue("SELECT 1", Integer.class))).contains(1);
        assertThat(get(node.pool().fetchValue("SELECT count(*) FROM t", Integer.class)))
                .contains(0);
        node.assertAlive();
    }

    /** What the call throws, or what its future fails with; null if it succeeds. */
    private static @Nullable Throwable outcome(Supplier<CompletableFuture<?>> call) {
        try {
            call.get().get(60, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (Throwable e) {
            return e;
        }
    }

    static List<SqlClient> clients() {
        return List.of(node.client(), node.pool());
    }

    @ParameterizedTest
    @MethodSource("clients")
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    void nullIsAnError(SqlClient client) {
        List<Supplier<CompletableFuture<?>>> calls = List.of(
                () -> client.fetch(null),
                () -> client.script(null),
                () -> client.prepare(null),
                () -> client.fetchValue("SELECT 1", null),
                () -> client.sql("SELECT 1").fetch((Class<?>) null),
                () -> client.sql("SELECT ?").bindList(null).fetch(),
                () -> client.sql("SELECT :a").bindMap(null).fetch(),
                () -> client.sql("SELECT :a").bind(null, 1).fetch(),
                () -> client.sql("SELECT 1").within(null).fetch(),
                () -> client.executeMany("INSERT INTO t VALUES (?)", null),
                () -> client.executeMany("INSERT INTO t VALUES (?)", Arrays.asList(List.of(1), null)),
                () -> client.transaction(null),
                () -> client.transaction(null, within -> within.fetch("SELECT 1")),
                () -> ClientPath.collect(client.sql("SELECT 1").stream(row -> null)));
        for (int i = 0; i < calls.size(); i++) {
            assertThat(outcome(calls.get(i)))
                    .as("call %d", i)
                    .isInstanceOfAny(NullPointerException.class, DqliteClientException.class);
        }
        assertThatThrownBy(() -> client.stream("SELECT 1").subscribe(null)).isInstanceOf(NullPointerException.class);
        // A single null, which Java takes for no array, is one value.
        assertThat(get(client.fetchAll("SELECT ?", (Object[]) null))).containsExactly(Collections.singletonList(null));
    }

    private static final class HostileNumber extends Number {
        private static final long serialVersionUID = 1L;

        @Override
        public int intValue() {
            throw new AssertionError("hostile");
        }

        @Override
        public long longValue() {
            throw new AssertionError("hostile");
        }

        @Override
        public float floatValue() {
            throw new AssertionError("hostile");
        }

        @Override
        public double doubleValue() {
            throw new AssertionError("hostile");
        }

        @Override
        public String toString() {
            throw new AssertionError("hostile");
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void oddValuesAreRefused(SqlClient client) {
        // All in one transaction each, so a value before the odd one is not stored either.
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        for (Object odd : List.of(
                new Object(),
                itself,
                Map.of("a", 1),
                Optional.of(1),
                new int[] {1},
                Thread.currentThread(),
                new HostileNumber(),
                "a\0b",
                "\ud800",
                "\udc00\ud800")) {
            assertThat(outcome(() -> client.execute("INSERT INTO t VALUES (?)", odd)))
                    .as(odd.getClass().getName())
                    .isNotNull();
            assertThat(outcome(() -> client.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(1), List.of(odd)))))
                    .as(odd.getClass().getName())
                    .isNotNull();
            assertThat(outcome(() -> ClientPath.collect(client.stream("SELECT ?", odd))))
                    .as(odd.getClass().getName())
                    .isNotNull();
        }
        for (Object row : List.of("text", 1, new Object(), new Object[] {1})) {
            assertThat(failure(client.executeMany("INSERT INTO t VALUES (?)", List.of(row))))
                    .hasMessageContaining("Row 1");
        }
        Map<String, Object> noName = new HashMap<>();
        noName.put(null, 1);
        assertThat(failure(client.executeMany("INSERT INTO t VALUES (:a)", List.of(noName)))
                        .sqlState())
                .isEqualTo("07009");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void thereIsNoSuchParameter(int index) {
        assertThat(failure(node.client().sql("SELECT ?").bind(index, 1).fetch()).sqlState())
                .isEqualTo("07009");
        assertThat(failure(ClientPath.collect(node.client().sql("SELECT ?").bind(index, 1).stream()))
                        .sqlState())
                .isEqualTo("07009");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "@",
                "$",
                "\u001b[31mred\nline",
                "\0",
                "a b",
                "';DROP TABLE t;--",
                "\ud800",
                "?",
                "?1",
                "1"
            })
    void namesAreNotTrusted(String name) {
        assertThat(failure(node.client().sql("SELECT :a").bind(name, 1).fetch()))
                .satisfies(wrong -> assertThat(wrong.sqlState()).isEqualTo("07009"))
                .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
        Throwable failed = outcome(() -> node.client()
                .sql("SELECT :a" + name)
                .bindMap(Map.of("a" + name, 1, name, 2))
                .fetch());
        if (failed != null) {
            assertThat(failed.getMessage()).doesNotContainPattern("[\\p{Cntrl}&&[^\n]]");
        }
        String label = "\"" + name + "\"";
        if (!name.contains("\0") && !name.contains("\ud800")) {
            assertThat(failure(node.client().sql("SELECT 1 AS " + label).fetch(row -> row.get("none" + name)))
                            .getMessage())
                    .doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32_767, 100_000, 1_000_000})
    void tooManyParametersAreAnError(int count) {
        String sql = "SELECT " + String.join(",", Collections.nCopies(count, "?"));
        assertThat(outcome(() -> node.client()
                        .sql(sql)
                        .bindList(Collections.nCopies(count, 1))
                        .fetchAll()))
                .isInstanceOf(DqliteClientException.class);
        assertThat(outcome(() -> node.client().sql("SELECT ?" + count).fetchAll()))
                .isInstanceOf(DqliteClientException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 'a\0b'", "SELECT '\ud800'", "SELECT 1 AS \"\udc00\"", "\0", "\ud800", "SELECT 1;\0"})
    void textsThatCannotBeSentAreRefused(String sql) {
        for (SqlClient client : clients()) {
            for (ClientPath path : ClientPath.values()) {
                assertThat(catchThrowable(() -> path.run(client, sql)))
                        .as("%s", path)
                        .isInstanceOf(DqliteClientException.class);
            }
        }
    }

    /** SQLite executes it while it reads it. */
    @ParameterizedTest
    @MethodSource("clients")
    void preparingDoesNotExecuteAPragma(SqlClient client) {
        get(client.prepare("PRAGMA foreign_keys=OFF"));
        assertThat(get(client.fetchValue("PRAGMA foreign_keys", Integer.class))).contains(1);
        assertThat(failure(client.prepare("PRAGMA journal_mode=DELETE")).sqlState())
                .isEqualTo("42501");
    }

    record Nothing() {}

    record Unsupported(Thread a) {}

    record Itself(Itself a) {}

    record Letter(char a) {}

    record Narrow(byte a) {}

    record Twins(int aB, int ab) {}

    record Refuses(int a) {
        Refuses {
            throw new IllegalStateException("refused by the record");
        }
    }

    record Breaks(int a) {
        Breaks {
            if (a > 0) {
                throw new AssertionError("broken");
            }
        }
    }

    record Checked(int a) {
        Checked {
            HostileCallsIT.<RuntimeException>sneak(new IOException("checked"));
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Unsupported.class,
                Itself.class,
                Letter.class,
                Narrow.class,
                Twins.class,
                Refuses.class,
                Breaks.class,
                Checked.class,
                Void.class,
                Thread.class,
                int[].class
            })
    void recordsThatCannotBeMadeAreAnError(Class<?> type) {
        for (SqlClient client : clients()) {
            String sql = type == Twins.class ? "SELECT 1 AS a_b, 2 AS ab" : "SELECT 1000 AS a";
            assertThat(outcome(() -> client.sql(sql).fetch(type))).isNotNull();
            assertThat(outcome(() -> client.sql(sql).fetchOne(type))).isNotNull();
            assertThat(outcome(() -> ClientPath.collect(client.sql(sql).stream(type))))
                    .isNotNull();
        }
        assertThat(get(node.client().sql("SELECT 1").fetch(Nothing.class))).containsExactly(new Nothing());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void mappersMayThrowAnything(SqlClient client) {
        for (Throwable thrown : List.of(
                new AssertionError("own"),
                new StackOverflowError(),
                new IllegalStateException("own"),
                new IOException())) {
            assertThat(outcome(() -> client.sql(NUMBERS).fetch(row -> {
                        HostileCallsIT.<RuntimeException>sneak(thrown);
                        return 1;
                    })))
                    .isSameAs(thrown);
            assertThat(outcome(() -> ClientPath.collect(client.sql(NUMBERS).stream(row -> {
                        if (row.get(1, Integer.class) == 1000) {
                            HostileCallsIT.<RuntimeException>sneak(thrown);
                        }
                        return 1;
                    }))))
                    .isSameAs(thrown);
            assertThat(outcome(() -> client.transaction(within -> {
                        within.execute("INSERT INTO t VALUES (1)");
                        HostileCallsIT.<RuntimeException>sneak(thrown);
                        return CompletableFuture.completedFuture(1);
                    })))
                    .isSameAs(thrown);
        }
    }

    /** Its stage cannot be waited for. */
    @ParameterizedTest
    @MethodSource("clients")
    void aStageMayBeBroken(SqlClient client) {
        CompletionStage<?> broken = (CompletionStage<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CompletionStage.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException("broken");
                });
        assertThat(outcome(() -> client.transaction(within -> {
                    within.execute("INSERT INTO t VALUES (1)");
                    return broken;
                })))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void limitsMayBeShortOrEndless(SqlClient client) {
        for (int i = 0; i < 200; i++) {
            Throwable late = outcome(
                    () -> client.sql("SELECT 1").within(Duration.ofNanos(1)).fetch());
            if (late != null) {
                assertThat(late).hasFieldOrPropertyWithValue("sqlState", "57014");
            }
            Throwable lateRows =
                    outcome(() -> ClientPath.collect(client.sql("SELECT 1").within(Duration.ofNanos(1)).stream()));
            if (lateRows != null) {
                assertThat(lateRows).hasFieldOrPropertyWithValue("sqlState", "57014");
            }
        }
        assertThat(get(client.sql("SELECT 1").within(FOR_EVER).fetch())).hasSize(1);
        assertThat(get(ClientPath.collect(client.sql("SELECT 1").within(FOR_EVER).stream())))
                .hasSize(1);
    }

    @Test
    void aPoolMayKeepConnectionsForEver() {
        DqlitePool pool = DqlitePool.builder(node.url("app"))
                .minSize(1)
                .acquireTimeout(FOR_EVER)
                .idleTimeout(FOR_EVER)
                .maxLifetime(FOR_EVER)
                .validateAfter(FOR_EVER)
                .leakWarning(FOR_EVER)
                .within(FOR_EVER)
                .create();
        get(pool.ready());
        DqliteClient taken = get(pool.acquire());
        assertThat(get(taken.fetch("SELECT 1"))).hasSize(1);
        get(taken.close());
        assertThat(get(pool.fetch("SELECT 1"))).hasSize(1);
        get(pool.close(FOR_EVER));
    }

    /** Stores its signals, and uses its subscription as the test wants. */
    private static final class Told implements Flow.Subscriber<Integer> {
        private final Consumer<Flow.Subscription> first;
        private final Consumer<Flow.Subscription> each;
        private final AtomicInteger values = new AtomicInteger();
        private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
        private volatile Flow.Subscription subscription;

        Told(Consumer<Flow.Subscription> first, Consumer<Flow.Subscription> each) {
            this.first = first;
            this.each = each;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            first.accept(given);
        }

        @Override
        public void onNext(Integer value) {
            values.incrementAndGet();
            each.accept(subscription);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(failure);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }

    private static Told told(SqlClient client, Consumer<Flow.Subscription> first, Consumer<Flow.Subscription> each) {
        Told told = new Told(first, each);
        client.sql(NUMBERS).stream(Integer.class).subscribe(told);
        return told;
    }

    @ParameterizedTest
    @MethodSource("clients")
    void demandMayBeAnything(SqlClient client) {
        Told endless = told(
                client,
                rows -> {
                    rows.request(Long.MAX_VALUE);
                    rows.request(Long.MAX_VALUE);
                },
                rows -> rows.request(Long.MAX_VALUE));
        assertThat(get(endless.end)).isNull();
        assertThat(endless.values).hasValue(5000);
        endless.subscription.request(-1);
        endless.subscription.request(1);
        endless.subscription.cancel();
        for (long wrong : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(get(told(client, rows -> rows.request(wrong), rows -> {}).end))
                    .isInstanceOf(IllegalArgumentException.class);
            Told amid = told(client, rows -> rows.request(10), rows -> rows.request(wrong));
            assertThat(get(amid.end)).isInstanceOf(IllegalArgumentException.class);
            assertThat(amid.values.get()).isBetween(1, 10);
        }
        Told cancelled = told(client, rows -> rows.request(10), Flow.Subscription::cancel);
        await().until(() -> cancelled.values.get() == 1);
    }

    /** It counts as having cancelled. */
    @ParameterizedTest
    @MethodSource("clients")
    void aSubscriberMayThrow(SqlClient client) {
        Told amid = told(client, rows -> rows.request(10), rows -> {
            throw new AssertionError("hostile");
        });
        await().until(() -> amid.values.get() == 1);
        AtomicBoolean asked = new AtomicBoolean();
        catchThrowable(() -> told(
                client,
                rows -> {
                    rows.request(10);
                    asked.set(true);
                    throw new IllegalStateException("hostile");
                },
                rows -> {}));
        assertThat(asked).isTrue();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void callbacksMayThrow(SqlClient client) {
        Thread caller = Thread.currentThread();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            CompletableFuture<?> call = client.fetch("SELECT 1");
            call.thenAccept(rows -> {
                throw new AssertionError("hostile");
            });
            call.whenComplete((rows, failure) -> {
                if (Thread.currentThread() != caller) {
                    Thread.currentThread().interrupt();
                }
            });
            calls.add(call);
        }
        calls.forEach(Futures::get);
    }

    @Test
    void theCallingThreadMayDoEverything() {
        DqliteClient client = get(
                DqliteClient.builder(node.url("app")).executor(Runnable::run).connect());
        DqlitePool pool = DqlitePool.builder(node.url("app"))
                .executor(Runnable::run)
                .maxSize(1)
                .create();
        for (SqlClient each : List.of(client, pool)) {
            assertThat(each.fetch("SELECT 1")).isCompleted();
            assertThat(get(ClientPath.collect(each.sql(NUMBERS).stream(Integer.class))))
                    .hasSize(5000);
            Optional<Integer> left = get(each.transaction(within -> within.execute("DELETE FROM t")
                    .thenCompose(done -> within.fetchValue("SELECT count(*) FROM t", Integer.class))));
            assertThat(left).contains(0);
            assertThat(outcome(() -> each.fetch("SELEC"))).isInstanceOf(DqliteClientException.class);
        }
        get(client.close());
        get(pool.close());
    }

    /** It rejects, or fails otherwise, as one that cannot start a thread does. */
    @ParameterizedTest
    @ValueSource(classes = {RejectedExecutionException.class, IllegalStateException.class, LinkageError.class})
    void anExecutorMayFail(Class<? extends Throwable> type) throws ReflectiveOperationException {
        Throwable thrown = type.getConstructor(String.class).newInstance("hostile");
        AtomicBoolean fails = new AtomicBoolean(true);
        Executor executor = task -> {
            if (fails.get()) {
                HostileCallsIT.<RuntimeException>sneak(thrown);
            }
            new Thread(task).start();
        };
        assertThat(outcome(() ->
                        DqliteClient.builder(node.url("app")).executor(executor).connect()))
                .isNotNull();
        fails.set(false);
        DqliteClient client =
                get(DqliteClient.builder(node.url("app")).executor(executor).connect());
        DqlitePool pool = DqlitePool.builder(node.url("app"))
                .executor(executor)
                .maxSize(1)
                .create();
        for (SqlClient each : List.of(client, pool)) {
            assertThat(get(each.fetch("SELECT 1"))).hasSize(1);
            fails.set(true);
            assertThat(outcome(() -> each.fetch("SELECT 1"))).isNotNull();
            assertThat(outcome(() -> each.transaction(within -> within.fetch("SELECT 1"))))
                    .isNotNull();
            assertThat(outcome(() -> ClientPath.collect(each.stream("SELECT 1 AS a"))))
                    .isNotNull();
            fails.set(false);
            assertThat(get(each.fetch("SELECT 1"))).as("it works again").hasSize(1);
        }
        fails.set(true);
        get(client.close());
        get(pool.close());
    }
}
