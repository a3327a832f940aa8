package io.github.dqlite4j.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class AdminThreadsTest {
    /** Starts as many threads as calls may run at a time, and has none for more. */
    private final AtomicInteger started = new AtomicInteger();

    private final AdminThreads threads = new AdminThreads(task -> {
        if (started.incrementAndGet() > AdminThreads.MOST) {
            throw new OutOfMemoryError("thrown by a test: unable to create native thread");
        }
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    });

    @Test
    void aFewCallsRunAtATimeAndTheOthersAfterThem() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger ranBefore = new AtomicInteger();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < AdminThreads.MOST; i++) {
            calls.add(CompletableFuture.runAsync(() -> await(open), threads));
        }
        for (int i = 0; i < 2 * AdminThreads.MOST; i++) {
            calls.add(CompletableFuture.runAsync(() -> ranBefore.addAndGet((int) open.getCount()), threads));
        }
        assertThat(started).hasValue(AdminThreads.MOST);
        open.countDown();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
        assertThat(ranBefore).hasValue(0);
        assertThat(started).as("the calls that wait need no other thread").hasValue(AdminThreads.MOST);
    }

    private static void await(CountDownLatch open) {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCallWithoutAThreadFailsAndTakesNoRoom() {
        AdminThreads without = new AdminThreads(task -> {
            throw new OutOfMemoryError("thrown by a test: unable to create native thread");
        });
        for (int i = 0; i <= AdminThreads.MOST; i++) {
            assertThatThrownBy(() -> without.execute(() -> {})).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void aCallThatThrowsMakesRoomForTheNext() throws Exception {
        AdminThreads usual = new AdminThreads();
        CompletableFuture<Thread> last = new CompletableFuture<>();
        for (int i = 0; i < 2 * AdminThreads.MOST; i++) {
            usual.execute(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
                throw new IllegalStateException("thrown by a test");
            });
        }
        usual.execute(() -> last.complete(Thread.currentThread()));
        assertThat(last.get(5, TimeUnit.MINUTES).isDaemon()).isTrue();
    }
}
