package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.failure;
import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.ExecuteResult;
import io.github.dqlite4j.client.PoolStatistics;
import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools at a node. */
@Timeout(180)
class PoolIT {
    private static DqliteCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = DqliteCluster.start(1);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private static DqlitePool.Builder pool() {
        return DqlitePool.builder(cluster.jdbcUrl("pool"));
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("dqlite4j client"))
                .count();
    }

    @Test
    void tenThousandCallsShareTenConnectionsAndAHandfulOfThreads() {
        // Those of other tests of this JVM end soon; the timer stays while it has something to do.
        await().atMost(Duration.ofMinutes(1)).until(() -> clientThreads() <= 1);
        DqlitePool pool = pool().maxSize(10).create();
        AtomicInteger mostThreads = new AtomicInteger();
        List<CompletableFuture<Optional<Integer>>> calls = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            calls.add(pool.fetchValue("SELECT ?", Integer.class, i));
            if (i % 100 == 0) {
                mostThreads.accumulateAndGet((int) clientThreads(), Math::max);
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(get(calls.get(i))).contains(i);
            if (i % 100 == 0) {
                mostThreads.accumulateAndGet((int) clientThreads(), Math::max);
            }
        }
        assertThat(pool.statistics().size()).isLessThanOrEqualTo(10);
        // Ten with a node, ten that open connections, and those of the callbacks and the timer.
        assertThat(mostThreads.get()).isPositive().isLessThanOrEqualTo(25);
        get(pool.close());
        assertThat(pool.statistics()).isEqualTo(new PoolStatistics(0, 0, 0, 0));
    }

    @Test
    void callsGetTheConnectionThatWasUsedLast() {
        DqlitePool pool = pool().minSize(3).maxSize(3).create();
        get(pool.ready());
        DqliteClient first = get(pool.acquire());
        DqliteClient second = get(pool.acquire());
        DqliteClient third = get(pool.acquire());
        get(second.execute("CREATE TEMP TABLE mine (a)"));
        get(first.close());
        get(third.close());
        get(second.close());
        // A TEMP table shows which connection it is.
        for (int i = 0; i < 5; i++) {
            assertThat(get(pool.fetchValue("SELECT count(*) FROM mine", Integer.class)))
                    .contains(0);
        }
        assertThat(pool.statistics()).isEqualTo(new PoolStatistics(3, 3, 0, 0));
        get(pool.close());
    }

    @Test
    void whoWaitsIsServedInOrder() {
        DqlitePool pool = pool().maxSize(1).create();
        DqliteClient only = get(pool.acquire());
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            waiting.add(pool.transaction(tx -> {
                served.add(number);
                return tx.fetchValue("SELECT 1", Integer.class);
            }));
        }
        assertThat(pool.statistics()).isEqualTo(new PoolStatistics(1, 0, 1, 100));
        waiting.get(50).cancel(false);
        assertThat(served).isEmpty();
        get(only.close());
        for (int i = 0; i < 100; i++) {
            if (i != 50) {
                get(waiting.get(i));
            }
        }
        assertThat(served).hasSize(99).isSorted().doesNotContain(50);
        get(pool.close());
    }

    @Test
    void aWaitHasALimit() {
        DqlitePool pool = pool().name("small")
                .minSize(1)
                .maxSize(1)
                .acquireTimeout(Duration.ofMillis(200))
                .create();
        get(pool.ready());
        DqliteClient only = get(pool.acquire());
        assertThat(failure(pool.fetch("SELECT 1")))
                .hasMessageContaining("small")
                .hasMessageContaining("200 ms")
                .satisfies(late -> assertThat(late.sqlState()).isEqualTo("08001"));
        assertThat(failure(pool.sql("SELECT 1").within(Duration.ofMillis(50)).fetch())
                        .sqlState())
                .isEqualTo("57014");
        get(only.close());
        assertThat(get(pool.fetch("SELECT 1"))).hasSize(1);
        get(pool.close());
    }

    @Test
    void closingWaitsForConnectionsInUse() {
        DqlitePool pool = pool().maxSize(2).create();
        DqliteClient out = get(pool.acquire());
        CompletableFuture<Void> closed = pool.close();
        assertThat(failure(pool.fetch("SELECT 1")).sqlState()).isEqualTo("08003");
        assertThat(get(out.fetch("SELECT 1"))).hasSize(1);
        assertThat(closed).isNotDone();
        get(out.close());
        get(closed);
        DqlitePool impatient = pool().maxSize(1).create();
        DqliteClient kept = get(impatient.acquire());
        get(impatient
                .close(Duration.ofMillis(50))
                .handle((nothing, failure) -> true)
                .completeOnTimeout(true, 1, TimeUnit.SECONDS));
        await().until(kept::isClosed);
        get(kept.close());
        get(impatient.close());
    }

    @Test
    void transactionsAreNotLeftOpen() {
        DqlitePool pool = pool().maxSize(1).create();
        get(pool.script("DROP TABLE IF EXISTS t; CREATE TABLE t (a)"));
        DqliteClient client = get(pool.acquire());
        get(client.execute("BEGIN IMMEDIATE"));
        get(client.execute("INSERT INTO t VALUES (1)"));
        get(client.close());
        assertThat(get(pool.fetchValue("SELECT count(*) FROM t", Integer.class)))
                .contains(0);
        get(pool.script("BEGIN; INSERT INTO t VALUES (2)"));
        assertThat(get(pool.fetchValue("SELECT count(*) FROM t", Integer.class)))
                .contains(0);
        assertThat(failure(pool.execute("BEGIN")).sqlState()).isEqualTo("25001");
        assertThat(failure(pool.execute("SAVEPOINT a")).sqlState()).isEqualTo("25001");
        ExecuteResult inserted = get(pool.execute("INSERT INTO t VALUES (3)"));
        assertThat(inserted.rowsAffected()).isEqualTo(1);
        get(pool.close());
    }

    @Test
    void poolsReportTheirUse() {
        List<DqliteListener.Acquired> acquired = new CopyOnWriteArrayList<>();
        List<DqliteListener.Released> released = new CopyOnWriteArrayList<>();
        DqliteListener listener = new DqliteListener() {
            @Override
            public void acquired(Acquired event) {
                acquired.add(event);
            }

            @Override
            public void released(Released event) {
                released.add(event);
            }
        };
        DqliteDriver.addListener(listener);
        try {
            DqlitePool pool = pool().name("watched").create();
            get(pool.fetch("SELECT 1"));
            get(pool.close());
        } finally {
            DqliteDriver.removeListener(listener);
        }
        assertThat(acquired).singleElement().satisfies(event -> {
            assertThat(event.pool()).isEqualTo("watched");
            assertThat(event.waited()).isPositive();
        });
        assertThat(released)
                .singleElement()
                .satisfies(event -> assertThat(event.used()).isPositive());
    }

    @Test
    void connectionsEndWhenTheyAreOldOrUnused() {
        DqlitePool pool = pool().maxSize(4).idleTimeout(Duration.ofMillis(100)).create();
        List<DqliteClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(get(pool.acquire()));
        }
        clients.forEach(client -> get(client.close()));
        await().until(() -> pool.statistics().size() == 0);
        get(pool.close());
        DqlitePool shortLived =
                pool().maxSize(1).maxLifetime(Duration.ofMillis(1)).create();
        get(shortLived.execute("CREATE TEMP TABLE mine (a)"));
        // Within the millisecond it is still the same connection.
        await().untilAsserted(() -> assertThat(
                        failure(shortLived.fetch("SELECT * FROM mine")).sqlState())
                .isEqualTo("42S02"));
        get(shortLived.close());
    }

    @Test
    void aPoolWithoutAClusterSaysWhy() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        DqlitePool pool = DqlitePool.builder("jdbc:dqlite://127.0.0.1:" + port + "/app?loginTimeout=500")
                .minSize(1)
                .create();
        assertThat(failure(pool.ready()).sqlState()).isEqualTo("08001");
        assertThat(failure(pool.fetch("SELECT 1")))
                .hasMessageContaining("127.0.0.1:" + port)
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("08001"));
        get(pool.close());
        assertThatThrownBy(() -> pool().maxSize(0).create()).isInstanceOf(IllegalArgumentException.class);
    }
}
