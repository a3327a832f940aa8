package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.failure;
import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows as streams. */
@Timeout(120)
class ClientStreamsIT {
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n";

    private static Doors doors;
    private static DqlitePool pool;
    private static DqliteClient client;

    @BeforeAll
    static void startCluster() {
        doors = Doors.open("streams", 2);
        pool = doors.pool();
        client = doors.client();
    }

    @AfterAll
    static void stopCluster() {
        doors.close();
    }

    @AfterEach
    void nothingIsHeld() {
        doors.awaitFreePool();
        assertThat(get(client.fetchValue("SELECT 1", Integer.class))).contains(1);
    }

    static Stream<SqlClient> doors() {
        return doors.all();
    }

    private static Flow.Publisher<Integer> numbers(SqlClient door, int count) {
        return door.sql(NUMBERS).bind(1, count).stream(Integer.class);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void allRowsComeInOrder(SqlClient door) {
        Collector<Integer> rows = new Collector<>(Long.MAX_VALUE);
        numbers(door, 100_000).subscribe(rows);
        assertThat(get(rows.ended()))
                .isEqualTo(IntStream.rangeClosed(1, 100_000).boxed().toList());
        Collector<Map<String, Object>> maps = new Collector<>(Long.MAX_VALUE);
        door.stream("SELECT ? AS a", "b").subscribe(maps);
        assertThat(get(maps.ended())).isEqualTo(List.of(Map.of("a", "b")));
        Collector<Integer> none = new Collector<>(1);
        numbers(door, 10).subscribe(none);
        assertThat(get(none.received(1))).containsExactly(1);
        none.cancel();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void onlyWhatIsAskedForComes(SqlClient door) {
        Collector<Integer> rows = new Collector<>(0);
        numbers(door, 1_000_000).subscribe(rows);
        rows.request(3);
        assertThat(get(rows.received(3))).containsExactly(1, 2, 3);
        rows.request(2);
        assertThat(get(rows.received(5))).containsExactly(1, 2, 3, 4, 5);
        rows.cancel();
        assertThat(rows.rows()).hasSize(5);
        assertThat(rows.ended()).isNotDone();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void theEndComesWithTheLastRowThatIsAskedFor(SqlClient door) {
        Collector<Integer> rows = new Collector<>(10);
        numbers(door, 10).subscribe(rows);
        assertThat(get(rows.ended())).hasSize(10);
        Collector<Integer> empty = new Collector<>(1);
        door.sql("SELECT 1 WHERE 0").stream(Integer.class).subscribe(empty);
        assertThat(get(empty.ended())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aStreamWithoutRequestsHoldsNoThread(SqlClient door) {
        Collector<Integer> rows = new Collector<>(1);
        numbers(door, 1_000_000).subscribe(rows);
        get(rows.received(1));
        await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("dqlite4j client"))
                .flatMap(thread -> Stream.of(thread.getValue()))
                .noneMatch(frame -> frame.getClassName().contains("dqlite4j.client")));
        rows.request(1);
        assertThat(get(rows.received(2))).containsExactly(1, 2);
        rows.cancel();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void errorsEndTheStream(SqlClient door) {
        for (String wrong :
                List.of("SELECT * FROM no_such_table", "SELEC", "DELETE FROM x", "SELECT 1; SELECT 2", "SELECT ?")) {
            Collector<Integer> rows = new Collector<>(1);
            door.sql(wrong).stream(Integer.class).subscribe(rows);
            assertThat(failure(rows.ended())).as(wrong).isNotNull();
        }
        Collector<Integer> late = new Collector<>(Long.MAX_VALUE);
        door.sql("SELECT abs(i) FROM (SELECT 1 AS i UNION ALL SELECT 2 UNION ALL SELECT -9223372036854775808)").stream(
                        Integer.class)
                .subscribe(late);
        assertThat(failure(late.ended()).sqlState()).isEqualTo("22003");
        Collector<Integer> badRequest = new Collector<>(1);
        numbers(door, 10).subscribe(badRequest);
        get(badRequest.received(1));
        badRequest.request(-1);
        assertThat(badRequest.ended())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class);
        Collector<Integer> mapped = new Collector<>(Long.MAX_VALUE);
        door.sql(NUMBERS).bind(1, 10).<Integer>stream(row -> {
                    throw new IllegalStateException("own");
                })
                .subscribe(mapped);
        assertThat(mapped.ended())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .withMessage("own");
    }

    @Test
    void aSubscriberThatThrowsGetsNoMore() {
        CompletableFuture<Void> thrown = new CompletableFuture<>();
        numbers(pool, 1000).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Integer item) {
                thrown.complete(null);
                throw new IllegalStateException("own");
            }

            @Override
            public void onError(Throwable throwable) {}

            @Override
            public void onComplete() {}
        });
        get(thrown);
    }

    @Test
    void aSubscriberThatThrowsAtOnceHoldsNothing() {
        for (int i = 0; i < 3; i++) {
            numbers(pool, 1000).subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(1);
                    throw new IllegalStateException("own");
                }

                @Override
                public void onNext(Integer item) {}

                @Override
                public void onError(Throwable throwable) {}

                @Override
                public void onComplete() {}
            });
        }
        assertThat(get(pool.fetch("SELECT 1"))).hasSize(1);
    }

    @Test
    void aStreamIsAPartOfItsTransaction() {
        get(pool.script("DROP TABLE IF EXISTS t; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)"));
        List<Integer> seen = get(pool.transaction(tx -> {
            Collector<Integer> rows = new Collector<>(Long.MAX_VALUE);
            tx.execute("INSERT INTO t VALUES (4)");
            tx.sql("SELECT a FROM t ORDER BY a").stream(Integer.class).subscribe(rows);
            return rows.ended();
        }));
        assertThat(seen).containsExactly(1, 2, 3, 4);
        // A stream that is cancelled leaves its transaction as it is.
        get(pool.transaction(tx -> {
            Collector<Integer> rows = new Collector<>(1);
            tx.execute("INSERT INTO t VALUES (5)");
            tx.sql(NUMBERS).bind(1, 1_000_000).stream(Integer.class).subscribe(rows);
            return rows.received(1).thenAccept(first -> rows.cancel());
        }));
        assertThat(get(pool.fetchValue("SELECT count(*) FROM t", Integer.class)))
                .contains(5);
        CompletableFuture<Integer> cancelled = new CompletableFuture<>();
        Collector<Integer> held = new Collector<>(1);
        CompletableFuture<Integer> transaction = pool.transaction(tx -> {
            tx.sql(NUMBERS).bind(1, 1_000_000).stream(Integer.class).subscribe(held);
            return cancelled;
        });
        get(held.received(1));
        transaction.cancel(false);
        assertThat(failure(held.ended()).sqlState()).isEqualTo("57014");
    }

    @Test
    void theFirstRowsHaveALimit() {
        DqliteClient busy = get(DqliteClient.connect(doors.cluster().jdbcUrl("streams")));
        CompletableFuture<Integer> gate = new CompletableFuture<>();
        CompletableFuture<Integer> holder = busy.transaction(tx -> gate);
        Collector<Integer> rows = new Collector<>(1);
        busy.sql(NUMBERS).bind(1, 10).within(Duration.ofMillis(50)).stream(Integer.class)
                .subscribe(rows);
        assertThat(failure(rows.ended()).sqlState()).isEqualTo("57014");
        gate.complete(1);
        get(holder);
        assertThat(get(busy.fetch("SELECT 1"))).hasSize(1);
        get(busy.close());
    }

    @Test
    void aListHasALimitAndAStreamHasNot() {
        // The heap of these tests is far smaller than what this query yields.
        String large =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT i, hex(zeroblob(500)) FROM n";
        long most = Runtime.getRuntime().maxMemory() / 16;
        assertThat(most).isLessThan(400_000L * 1000);
        DqliteClientException tooLarge = failure(pool.fetchAll(large));
        assertThat(tooLarge.sqlState()).isEqualTo("53000");
        assertThat(tooLarge).hasMessageContaining("stream");
    }
}
