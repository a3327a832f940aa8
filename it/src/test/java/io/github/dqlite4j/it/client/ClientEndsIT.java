package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.failure;
import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.TransactionOptions;
import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that end early: cancelled, too late, without a leader, or forgotten. */
@Timeout(240)
class ClientEndsIT {
    private DqliteCluster cluster;
    private DqliteCluster.Node node;
    private DqlitePool pool;

    @BeforeEach
    void startCluster() {
        cluster = DqliteCluster.start(1);
        node = cluster.nodes().get(0);
        pool = DqlitePool.builder(cluster.jdbcUrl("ends")).maxSize(4).create();
        get(pool.script("CREATE TABLE t (a INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void stopCluster() {
        get(pool.close(Duration.ofSeconds(1)));
        cluster.close();
    }

    @Test
    void aCancelledCallIsCutOff() throws Exception {
        DqliteClient client = get(pool.acquire());
        get(client.fetch("SELECT 0"));
        node.pause();
        CompletableFuture<List<Map<String, @Nullable Object>>> sent = client.fetch("SELECT 1");
        CompletableFuture<List<Map<String, @Nullable Object>>> behind = client.fetch("SELECT 2");
        CompletableFuture<List<Map<String, @Nullable Object>>> dropped = client.fetch("SELECT 3");
        dropped.cancel(false);
        sent.cancel(false);
        node.resume();
        assertThat(get(behind)).hasSize(1);
        assertThatThrownBy(() -> get(sent)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> get(dropped)).isInstanceOf(CancellationException.class);
        get(client.close());
    }

    @Test
    void aLateCallIsCutOff() throws Exception {
        get(pool.fetch("SELECT 0"));
        node.pause();
        DqliteClientException late =
                failure(pool.sql("SELECT 1").within(Duration.ofMillis(300)).fetch());
        node.resume();
        assertThat(late.sqlState()).isEqualTo("57014");
        assertThat(late).hasMessageContaining("time limit");
        assertThat(late.outcome()).isEqualTo(DqliteClientException.Outcome.NOTHING_HAPPENED);
        DqliteClientException inTransaction = failure(pool.transaction(tx -> {
            get(tx.execute("INSERT INTO t VALUES (1)"));
            signal(node::pause);
            return tx.sql("SELECT 1")
                    .within(Duration.ofMillis(300))
                    .fetch()
                    .whenComplete((rows, failure) -> signal(node::resume));
        }));
        assertThat(inTransaction.sqlState()).isEqualTo("57014");
        assertThat(inTransaction.outcome()).isEqualTo(DqliteClientException.Outcome.ROLLED_BACK);
        assertThat(get(pool.fetch("SELECT * FROM t"))).isEmpty();
        // A write that was sent in auto-commit may have been executed.
        node.pause();
        DqliteClientException write = failure(pool.sql("INSERT INTO t VALUES (2)")
                .within(Duration.ofMillis(300))
                .execute());
        node.resume();
        assertThat(write.sqlState()).isIn("08007", "57014");
        assertThat(write.isOutcomeUnknown()).isEqualTo(write.outcome() == DqliteClientException.Outcome.UNKNOWN);
        if (!write.isOutcomeUnknown()) {
            assertThat(get(pool.fetch("SELECT * FROM t"))).isEmpty();
        }
        DqlitePool limited = DqlitePool.builder(cluster.jdbcUrl("ends"))
                .maxSize(1)
                .within(Duration.ofMillis(300))
                .create();
        DqliteClient only = get(limited.acquire());
        assertThat(failure(limited.fetch("SELECT 1")).sqlState()).isEqualTo("57014");
        get(only.close());
        get(limited.close());
    }

    private interface Signal {
        void send() throws Exception;
    }

    private static void signal(Signal signal) {
        try {
            signal.send();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void callsGoOnAtTheNextLeader() throws Exception {
        stopCluster();
        cluster = DqliteCluster.start(3);
        pool = DqlitePool.builder(cluster.jdbcUrl("ends")).maxSize(4).create();
        get(pool.script("CREATE TABLE t (a INTEGER PRIMARY KEY)"));
        List<DqliteClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(get(pool.acquire()));
        }
        clients.forEach(client -> get(client.close()));
        DqliteCluster.Node leader = cluster.leader();
        AtomicInteger attached = new AtomicInteger();
        DqliteListener counter = new DqliteListener() {
            @Override
            public void attached(Attached event) {
                attached.incrementAndGet();
            }
        };
        DqliteDriver.addListener(counter);
        try {
            leader.kill();
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(pool.fetchValue("SELECT ?", Integer.class, i));
            }
            calls.forEach(Futures::get);
        } finally {
            DqliteDriver.removeListener(counter);
        }
        // Each connection has moved once.
        assertThat(attached.get()).isBetween(1, 4);
        leader.restart();
        cluster.awaitVoters();
        AtomicInteger attempts = new AtomicInteger();
        get(pool.transaction(
                TransactionOptions.standard().retry(),
                tx -> tx.execute("INSERT INTO t VALUES (7)").thenCompose(done -> {
                    if (attempts.incrementAndGet() == 1) {
                        cluster.leader().kill();
                    }
                    return tx.execute("INSERT INTO t VALUES (8)");
                })));
        assertThat(attempts).hasValue(2);
        assertThat(get(pool.sql("SELECT a FROM t ORDER BY a").fetch(Integer.class)))
                .containsExactly(7, 8);
    }

    @Test
    void aForgottenConnectionIsReported() {
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                warnings.add(entry.getMessage()
                        + (entry.getThrown() == null
                                ? ""
                                : " " + List.of(entry.getThrown().getStackTrace())));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.github.dqlite4j.connections");
        logger.addHandler(handler);
        try {
            DqlitePool watched = DqlitePool.builder(cluster.jdbcUrl("ends"))
                    .name("watched")
                    .maxSize(1)
                    .leakWarning(Duration.ofMillis(10))
                    .create();
            DqliteClient kept = get(watched.acquire());
            await().untilAsserted(() -> assertThat(warnings)
                    .anyMatch(line ->
                            line.contains("not closed yet") && line.contains("aForgottenConnectionIsReported")));
            get(kept.close());
            forget(watched);
            // Its place in the pool is free again.
            await().until(() -> {
                System.gc();
                return warnings.stream().anyMatch(line -> line.contains("never closed") && line.contains("watched"));
            });
            assertThat(get(watched.fetch("SELECT 1"))).hasSize(1);
            get(watched.close());
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static void forget(DqlitePool pool) {
        get(get(pool.acquire()).execute("BEGIN IMMEDIATE"));
    }

    @Test
    void abortEndsACallAtOnce() throws Exception {
        DqliteClient client = get(DqliteClient.connect(cluster.jdbcUrl("ends")));
        get(client.fetch("SELECT 0"));
        node.pause();
        CompletableFuture<List<Map<String, @Nullable Object>>> sent = client.fetch("SELECT 1");
        List<CompletableFuture<List<Map<String, @Nullable Object>>>> behind =
                IntStream.range(0, 3).mapToObj(i -> client.fetch("SELECT 2")).toList();
        client.abort();
        assertThat(failure(sent).sqlState()).isIn("08003", "08006", "57014");
        behind.forEach(each -> assertThat(failure(each).sqlState()).isEqualTo("08003"));
        get(client.close());
        assertThat(client.isClosed()).isTrue();
        node.resume();
    }
}
