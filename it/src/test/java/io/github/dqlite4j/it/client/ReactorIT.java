package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Streams and futures of a pool as Flux and Mono. */
@Timeout(120)
class ReactorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static DqliteCluster cluster;
    private static DqlitePool pool;

    @BeforeAll
    static void startCluster() {
        cluster = DqliteCluster.start(1);
        pool = DqlitePool.builder(cluster.jdbcUrl("reactor")).maxSize(1).create();
    }

    @AfterAll
    static void stopCluster() {
        get(pool.close());
        cluster.close();
    }

    /** A stream that has ended has given the only connection back. */
    @AfterEach
    void nothingIsHeld() {
        await().atMost(PATIENCE).until(() -> pool.statistics().inUse() == 0);
        assertThat(get(pool.fetchValue("SELECT 1", Integer.class))).contains(1);
    }

    /** @param mapped counts the rows that are read */
    private static Flux<Integer> numbers(int count, AtomicInteger mapped) {
        return JdkFlowAdapter.flowPublisherToFlux(pool
                .sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n")
                .bind(1, count)
                .stream(row -> {
            mapped.incrementAndGet();
            return row.get(1, Integer.class);
        }));
    }

    private static List<Integer> range(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void takeEndsTheStream() {
        AtomicInteger mapped = new AtomicInteger();
        assertThat(numbers(1_000_000, mapped).take(10).collectList().block(PATIENCE))
                .isEqualTo(range(10));
        assertThat(mapped).hasValue(10);
        assertThat(numbers(1_000_000, mapped).blockFirst(PATIENCE)).isEqualTo(1);
    }

    @Test
    void onlyWhatIsRequestedIsRead() {
        AtomicInteger mapped = new AtomicInteger();
        List<Integer> received = new CopyOnWriteArrayList<>();
        BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(5);
            }

            @Override
            protected void hookOnNext(Integer value) {
                received.add(value);
            }
        };
        // Five are passed on of the ten that limitRate requests; it requests more when most of them are gone.
        numbers(1_000_000, mapped).limitRate(10).subscribe(subscriber);
        await().atMost(PATIENCE).until(() -> received.size() == 5 && mapped.get() == 10);
        assertThat(pool.statistics().inUse()).isEqualTo(1);
        subscriber.cancel();
        await().atMost(PATIENCE).until(() -> pool.statistics().inUse() == 0);
        assertThat(mapped).hasValue(10);
        assertThat(received).isEqualTo(range(5));
    }

    @Test
    void allRowsComeInSmallRequests() {
        List<Long> requests = new CopyOnWriteArrayList<>();
        assertThat(numbers(10_000, new AtomicInteger())
                        .doOnRequest(requests::add)
                        .limitRate(16)
                        .collectList()
                        .block(PATIENCE))
                .isEqualTo(range(10_000));
        assertThat(requests).hasSizeGreaterThan(600).allMatch(count -> count <= 16);
    }

    @Test
    void errorsAreThoseOfTheClient() {
        for (Mono<?> wrong : List.of(
                JdkFlowAdapter.flowPublisherToFlux(pool.stream("SELECT * FROM no_such_table"))
                        .collectList(),
                Mono.fromFuture(() -> pool.fetch("SELECT * FROM no_such_table")))) {
            assertThat(catchThrowableOfType(DqliteClientException.class, () -> wrong.block(PATIENCE))
                            .sqlState())
                    .isEqualTo("42S02");
        }
        AtomicInteger seen = new AtomicInteger();
        assertThat(JdkFlowAdapter.flowPublisherToFlux(
                                pool
                                        .sql("SELECT abs(a) FROM (SELECT 1 AS a UNION ALL SELECT -9223372036854775808)")
                                        .stream(Long.class))
                        .doOnNext(row -> seen.incrementAndGet())
                        .onErrorResume(DqliteClientException.class, e -> Mono.just((long) e.code()))
                        .blockLast(PATIENCE))
                .isEqualTo(1);
    }

    @Test
    void aMonoThatIsDisposedOfDoesNotWaitOn() {
        DqliteClient only = get(pool.acquire());
        Disposable waiting = Mono.fromFuture(() -> pool.fetch("SELECT 1")).subscribe();
        assertThat(pool.statistics().waiting()).isEqualTo(1);
        waiting.dispose();
        assertThat(pool.statistics().waiting()).isZero();
        get(only.close());
    }
}
