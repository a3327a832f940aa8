package io.github.dqlite4j.engine.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.engine.SharedDatabase;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The turn to write, which the connections of a JVM to one database take one after the other. */
@Timeout(60)
class WriteQueueTest {
    private final Topology cluster = Topology.of(Endpoints.of(List.of(new NodeAddress("database.test", 1))));
    private final SharedDatabase database;

    WriteQueueTest(TestInfo test) {
        database = SharedDatabase.of(cluster, test.getDisplayName());
    }

    private boolean take(long millis) throws InterruptedException {
        return database.awaitTurn(FutureAwaiter.deadline(millis), () -> false, () -> null);
    }

    @Test
    void isOneForEachNameOfACluster() {
        assertThat(SharedDatabase.of(cluster, "a")).isSameAs(SharedDatabase.of(cluster, "a"));
        assertThat(SharedDatabase.of(cluster, "a")).isNotSameAs(SharedDatabase.of(cluster, "b"));
    }

    @Test
    void oneHasTheTurn() throws InterruptedException {
        assertThat(take(1)).isTrue();
        assertThat(take(50)).isFalse();
        database.endTurn();
        assertThat(take(0)).isTrue();
        database.endTurn();
    }

    @Test
    void theTurnGoesRoundInOrder() throws Exception {
        assertThat(take(1)).isTrue();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            Thread writer = new Thread(() -> {
                try {
                    if (take(30_000)) {
                        order.add(number);
                        database.endTurn();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            writer.start();
            writers.add(writer);
            while (writer.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        Thread.sleep(250); // whoever waits has looked meanwhile whether to go on, and keeps his place
        database.endTurn();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(take(0)).isTrue();
        database.endTurn();
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndTakesNothing() throws InterruptedException {
        assertThat(take(1)).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> take(30_000)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        database.endTurn();
        assertThat(take(0)).isTrue();
        database.endTurn();
    }

    @Test
    void anInterruptedThreadGetsATurnThatIsFree() throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThat(take(30_000)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        database.endTurn();
    }

    @Test
    void abandonedWaitEnds() throws Exception {
        assertThat(take(1)).isTrue();
        AtomicBoolean closed = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(2);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return database.awaitTurn(
                        FutureAwaiter.deadline(50_000),
                        () -> {
                            asked.countDown();
                            return closed.get();
                        },
                        () -> null);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        asked.await(); // the second question shows that the first answer did not end the wait
        assertThat(waiting).isNotDone();
        closed.set(true);
        assertThat(waiting.get()).isFalse();
        database.endTurn();
        assertThat(take(0)).isTrue();
        database.endTurn();
    }

    @Test
    void changesOfTheSchemaAreSeenByAll() {
        long before = database.schemaChanges();
        database.schemaChanged();
        assertThat(database.schemaChanges()).isNotEqualTo(before);
    }
}
