package io.github.dqlite4j.engine.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.engine.write.WriteQueue.Writer;
import io.github.dqlite4j.time.NanoClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The turn to write, which the sessions of a JVM take one after the other. */
@Timeout(60)
class WriteQueueTest {
    private final WriteQueue queue = new WriteQueue(NanoClock.SYSTEM);

    private boolean take(long millis) throws InterruptedException {
        return take(millis, () -> false);
    }

    private boolean take(long millis, BooleanSupplier abandoned) throws InterruptedException {
        return queue.await(Writer.here(OpenedAt.here(false)), NanoClock.SYSTEM.deadline(millis), abandoned, () -> null);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void oneSessionHasTheTurn() throws InterruptedException {
        assertThat(take(1)).isTrue();
        assertThat(take(50)).isFalse();
        queue.end();
        assertThat(take(0)).isTrue();
        queue.end();
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
                        queue.end();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            writer.start();
            writers.add(writer);
            awaitWaiting(writer);
        }
        queue.wake(); // to look whether to go on must not cost them their places
        queue.end();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(take(0)).isTrue();
        queue.end();
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndTakesNothing() throws InterruptedException {
        assertThat(take(1)).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> take(30_000)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        queue.end();
        assertThat(take(0)).isTrue();
        queue.end();
    }

    @Test
    void anInterruptedThreadGetsATurnThatIsFree() throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThat(take(30_000)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        queue.end();
    }

    @Test
    void aWaiterThatIsAbandonedStopsWaiting() throws Exception {
        assertThat(take(1)).isTrue();
        AtomicBoolean closed = new AtomicBoolean();
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                result.complete(take(50_000, closed::get));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        waiter.start();
        awaitWaiting(waiter);
        assertThat(result).isNotDone();
        closed.set(true);
        queue.wake();
        assertThat(result.get()).isFalse();
        queue.end();
        assertThat(take(0)).isTrue();
        queue.end();
    }
}
