package io.github.dqlite4j.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AdminThreadsTest {
    private final AdminThreads threads = new AdminThreads();

    @Test
    void aFewCallsRunAtATimeAndTheOthersAfterThem() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        // Opens when as many have come as may run at a time.
        CyclicBarrier together = new CyclicBarrier(AdminThreads.MOST);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 3 * AdminThreads.MOST; i++) {
            calls.add(CompletableFuture.runAsync(
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        try {
                            together.await();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        } finally {
                            running.decrementAndGet();
                        }
                    },
                    threads));
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get();
        assertThat(most).hasValue(AdminThreads.MOST);
    }

    @Test
    void aCallThatThrowsMakesRoomForTheNext() throws Exception {
        CompletableFuture<Thread> last = new CompletableFuture<>();
        for (int i = 0; i < 2 * AdminThreads.MOST; i++) {
            threads.execute(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
                throw new IllegalStateException("thrown by a test");
            });
        }
        threads.execute(() -> last.complete(Thread.currentThread()));
        assertThat(last.get().isDaemon()).isTrue();
    }
}
