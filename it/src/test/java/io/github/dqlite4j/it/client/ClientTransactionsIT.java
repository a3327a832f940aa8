package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.failure;
import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.DqliteTransaction;
import io.github.dqlite4j.client.SqlClient;
import io.github.dqlite4j.client.TransactionOptions;
import io.github.dqlite4j.jdbc.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions of connections and of pools. */
@Timeout(120)
class ClientTransactionsIT {
    private static final String COUNT = "SELECT count(*) FROM t";

    private static Doors doors;
    private static DqlitePool pool;
    private static DqliteClient client;

    @BeforeAll
    static void startCluster() {
        doors = Doors.open("tx", 4);
        pool = doors.pool();
        client = doors.client();
    }

    @AfterAll
    static void stopCluster() {
        doors.close();
    }

    @BeforeEach
    void makeTable() {
        get(pool.script("DROP TABLE IF EXISTS t; CREATE TABLE t (a INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void nothingIsHeld() {
        doors.awaitFreePool();
        // The write lock is free.
        get(pool.execute("CREATE TABLE IF NOT EXISTS other (a)"));
    }

    static Stream<SqlClient> doors() {
        return doors.all();
    }

    private static CompletableFuture<?> insert(SqlClient door, int value) {
        return door.execute("INSERT INTO t VALUES (?)", value);
    }

    private static int count() {
        return get(pool.fetchValue(COUNT, Integer.class)).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aTransactionCommitsWithItsStage(SqlClient door) {
        Optional<Integer> seen = get(door.transaction(tx -> insert(tx, 1)
                .thenCompose(done -> insert(tx, 2))
                .thenCompose(done -> {
                    assertThat(count()).isZero();
                    return tx.fetchValue(COUNT, Integer.class);
                })));
        assertThat(seen).contains(2);
        assertThat(count()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void callsThatAreNotAwaitedBelongToIt(SqlClient door) {
        get(door.transaction(tx -> {
            for (int i = 0; i < 50; i++) {
                insert(tx, i);
            }
            return CompletableFuture.completedFuture("done");
        }));
        assertThat(count()).isEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aTransactionIsRolledBackIfItsStageFails(SqlClient door) {
        IllegalStateException own = new IllegalStateException("own");
        assertThatThrownBy(() -> get(
                        door.transaction(tx -> insert(tx, 1).thenCompose(done -> CompletableFuture.failedFuture(own)))))
                .isSameAs(own);
        assertThatThrownBy(() -> get(door.transaction(tx -> {
                    insert(tx, 1);
                    throw own;
                })))
                .isSameAs(own);
        assertThatThrownBy(() -> get(door.transaction(tx -> insert(tx, 1).thenApply(done -> {
                    throw own;
                }))))
                .isSameAs(own);
        assertThat(failure(door.transaction(tx -> insert(tx, 1).thenCompose(done -> insert(tx, 1))))
                        .sqlState())
                .isEqualTo("23505");
        assertThatThrownBy(() -> get(door.transaction(tx -> null))).isInstanceOf(NullPointerException.class);
        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void cancellingRollsBack(SqlClient door) {
        CompletableFuture<String> never = new CompletableFuture<>();
        AtomicReference<DqliteTransaction> used = new AtomicReference<>();
        CompletableFuture<String> transaction = door.transaction(tx -> {
            used.set(tx);
            return insert(tx, 1).thenCompose(done -> never);
        });
        await().until(() -> used.get() != null
                && get(used.get().fetchValue(COUNT, Integer.class)).equals(Optional.of(1)));
        transaction.cancel(false);
        assertThatThrownBy(() -> get(transaction)).isInstanceOf(CancellationException.class);
        assertThat(count()).isZero();
        assertThat(failure(used.get().fetch(COUNT)).sqlState()).isEqualTo("57014");
        never.complete("late");
        assertThat(count()).isZero();
        CompletableFuture<String> limited =
                door.transaction(tx -> insert(tx, 2).thenCompose(done -> new CompletableFuture<String>()));
        assertThat(limited.orTimeout(200, TimeUnit.MILLISECONDS))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aTransactionThatHasEndedTakesNoCalls(SqlClient door) {
        AtomicReference<DqliteTransaction> used = new AtomicReference<>();
        get(door.transaction(tx -> {
            used.set(tx);
            return insert(tx, 1);
        }));
        assertThat(failure(insert(used.get(), 2)).sqlState()).isEqualTo("25P01");
        assertThat(failure(used.get().transaction(tx -> insert(tx, 2))).sqlState())
                .isEqualTo("25P01");
        assertThat(count()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void theFunctionDoesNotEndIt(SqlClient door) {
        for (String end : List.of("COMMIT", "ROLLBACK", "BEGIN", "END")) {
            assertThat(failure(door.transaction(tx -> tx.execute(end))).sqlState())
                    .isEqualTo("25001");
            assertThat(failure(door.transaction(tx -> tx.script("INSERT INTO t VALUES (9); " + end)))
                            .sqlState())
                    .isEqualTo("25001");
        }
        assertThat(count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aNestedTransactionIsASavepoint(SqlClient door) {
        List<String> failed = new ArrayList<>();
        get(door.transaction(tx -> insert(tx, 1)
                .thenCompose(done -> tx.transaction(inner -> insert(inner, 2).thenCompose(ok -> insert(inner, 1))))
                .handle((value, failure) -> failed.add(String.valueOf(failure.getMessage())))
                .thenCompose(done -> tx.transaction(inner ->
                        insert(inner, 3).thenCompose(ok -> inner.transaction(deepest -> insert(deepest, 4)))))));
        assertThat(failed).singleElement().asString().contains("UNIQUE");
        assertThat(get(pool.sql("SELECT a FROM t ORDER BY a").fetch(Integer.class)))
                .containsExactly(1, 3, 4);
        assertThat(failure(door.transaction(
                                tx -> tx.transaction(TransactionOptions.readOnly(), inner -> insert(inner, 1))))
                        .sqlState())
                .isEqualTo("HY000");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void theOptionsSayHowItBegins(SqlClient door) {
        assertThat(failure(door.transaction(TransactionOptions.readOnly(), tx -> insert(tx, 1)))
                        .sqlState())
                .isEqualTo("25006");
        // It is writable again.
        get(door.transaction(tx -> insert(tx, 1)));
        // Two deferred ones read, which immediate ones could not do at the same time.
        get(door.transaction(
                TransactionOptions.deferred(),
                tx -> tx.fetchValue(COUNT, Integer.class)
                        .thenCompose(
                                one -> pool.transaction(TransactionOptions.immediate(), other -> insert(other, 2)))));
        assertThat(failure(door.transaction(
                        TransactionOptions.deferred(),
                        tx -> tx.fetchValue(COUNT, Integer.class)
                                .thenCompose(one -> pool.execute("INSERT INTO t VALUES (3)"))
                                .thenCompose(done -> insert(tx, 4)))))
                .satisfies(stale -> {
                    assertThat(stale.isRolledBack()).isTrue();
                    assertThat(stale.outcome()).isEqualTo(DqliteClientException.Outcome.ROLLED_BACK);
                });
        assertThat(count()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aTransactionIsRunAgain(SqlClient door) {
        AtomicInteger attempts = new AtomicInteger();
        CompletableFuture<?> transaction = door.transaction(
                TransactionOptions.deferred().retry(),
                tx -> tx.fetchValue(COUNT, Integer.class).thenCompose(seen -> {
                    CompletionStage<?> other = attempts.incrementAndGet() < 3
                            ? pool.execute("INSERT INTO t VALUES (?)", 100 + attempts.get())
                            : CompletableFuture.completedFuture(1);
                    return other.thenCompose(done -> insert(tx, seen.orElseThrow()));
                }));
        get(transaction);
        assertThat(attempts).hasValue(3);
        assertThat(get(pool.sql("SELECT a FROM t ORDER BY a").fetch(Integer.class)))
                .containsExactly(2, 101, 102);
        AtomicInteger hopeless = new AtomicInteger();
        DqliteClientException last = failure(door.transaction(
                TransactionOptions.deferred()
                        .retry(RetryPolicy.standard().attempts(2).timeout(Duration.ofMinutes(1))),
                tx -> tx.fetchValue(COUNT, Integer.class)
                        .thenCompose(seen -> pool.execute("INSERT INTO t VALUES (?)", 200 + hopeless.incrementAndGet()))
                        .thenCompose(done -> insert(tx, 1))));
        assertThat(hopeless).hasValue(2);
        assertThat(last.getSuppressed()).hasSize(1);
        AtomicInteger once = new AtomicInteger();
        assertThat(failure(door.transaction(TransactionOptions.standard().retry(), tx -> {
                            once.incrementAndGet();
                            return insert(tx, 2);
                        }))
                        .sqlState())
                .isEqualTo("23505");
        assertThat(once).hasValue(1);
    }

    @Test
    void callsOfTheConnectionWaitForItsTransaction() {
        CompletableFuture<String> gate = new CompletableFuture<>();
        CompletableFuture<?> transaction =
                client.transaction(tx -> insert(tx, 1).thenCompose(done -> gate));
        CompletableFuture<Optional<Integer>> after = client.fetchValue(COUNT, Integer.class);
        assertThat(count()).isZero();
        assertThat(after).isNotDone();
        gate.complete("open");
        get(transaction);
        assertThat(get(after)).contains(1);
    }

    @Test
    void aTransactionWithinBeginIsRefused() {
        get(client.execute("BEGIN"));
        assertThat(failure(client.transaction(tx -> insert(tx, 1))).sqlState()).isEqualTo("25001");
        get(client.execute("ROLLBACK"));
        get(client.transaction(tx -> insert(tx, 1)));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void theFunctionMayBlock() {
        List<CompletableFuture<Integer>> running = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            running.add(pool.transaction(tx -> {
                get(tx.execute("INSERT INTO t VALUES (?)", number));
                return CompletableFuture.completedFuture(
                        get(tx.fetchValue(COUNT, Integer.class)).orElseThrow());
            }));
        }
        assertThat(running.stream().map(Futures::get))
                .containsExactlyInAnyOrder(
                        Stream.iterate(1, n -> n + 1).limit(20).toArray(Integer[]::new));
    }

    @Test
    void aFailedCommitIsRolledBack() {
        get(pool.script(
                "DROP TABLE IF EXISTS child; DROP TABLE IF EXISTS parent; CREATE TABLE parent (id INTEGER PRIMARY KEY);"
                        + " CREATE TABLE child (p INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"));
        assertThat(failure(pool.transaction(tx -> tx.execute("INSERT INTO child VALUES (1)")))
                        .sqlState())
                .isEqualTo("23503");
        assertThat(get(pool.fetch("SELECT * FROM child"))).isEmpty();
    }
}
