package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dqlite4j.time.SettableClock;
import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FutureAwaiterTest {
    private final SettableClock clock = new SettableClock();
    private final FutureAwaiter waiter = new FutureAwaiter(clock);

    @BeforeEach
    void enter() {
        waiter.loop().enter();
    }

    @AfterEach
    void leave() {
        waiter.loop().terminate();
        waiter.loop().exit();
        assertThat(Thread.interrupted()).isFalse();
    }

    private CompletableFuture<String> soon(String answer) {
        CompletableFuture<String> future = new CompletableFuture<>();
        waiter.loop().execute(() -> future.complete(answer));
        return future;
    }

    @Test
    void drivesTheLoopUntilTheAnswerIsThere() throws Exception {
        assertThat(waiter.await(soon("yes"), waiter.deadline(30_000))).isEqualTo("yes");
    }

    @Test
    void whatIsThereIsGivenEvenTooLate() throws Exception {
        assertThat(waiter.await(CompletableFuture.completedFuture("yes"), waiter.deadline(-1)))
                .isEqualTo("yes");
    }

    @Test
    void anInterruptDoesNotEndTheWaitAndStaysSet() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(waiter.await(soon("yes"), waiter.deadline(30_000))).isEqualTo("yes");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptDuringTheWaitDoesNotEndItEither() throws Exception {
        Thread waiting = Thread.currentThread();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            while (waiting.getState() != Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            waiter.loop().schedule(() -> answer.complete("yes"), 1, TimeUnit.MILLISECONDS);
        });
        other.start();
        assertThat(waiter.await(answer, waiter.deadline(30_000))).isEqualTo("yes");
        assertThat(Thread.interrupted()).isTrue();
        other.join();
    }

    @Test
    void theWaitGoesOnUntilTheDeadline() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        long until = waiter.deadline(50);
        waiter.loop().execute(() -> {
            clock.advance(49);
            waiter.loop().schedule(() -> answer.complete("yes"), 1, TimeUnit.MILLISECONDS);
        });
        assertThat(waiter.await(answer, until)).isEqualTo("yes");
    }

    @Test
    void theDeadlineEndsTheWait() {
        waiter.loop().execute(() -> clock.advance(50));
        assertThatThrownBy(() -> waiter.await(new CompletableFuture<>(), waiter.deadline(50)))
                .asInstanceOf(type(TransportException.Disconnected.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                .satisfies(e -> assertThat(e.sent()).isTrue());
    }

    @Test
    void theDeadlineEndsTheWaitOfAnInterruptedThread() {
        waiter.loop().execute(() -> clock.advance(50));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> waiter.await(new CompletableFuture<>(), waiter.deadline(50)))
                .isInstanceOf(TransportException.Disconnected.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatWentWrongIsThrownAsItIs() {
        TransportException.ServerFailure wrong = new TransportException.ServerFailure(1, "wrong");
        assertThatThrownBy(() -> waiter.await(CompletableFuture.failedFuture(wrong), waiter.deadline(50)))
                .isSameAs(wrong);
        IllegalStateException other = new IllegalStateException("other");
        assertThatThrownBy(() -> waiter.await(CompletableFuture.failedFuture(other), waiter.deadline(50)))
                .isInstanceOf(TransportException.Disconnected.class)
                .hasCause(other);
    }

    @Test
    void aPauseDoesWhatTheLoopHasToDo() {
        CompletableFuture<String> answer = soon("yes");
        waiter.loop().execute(() -> clock.advance(99));
        waiter.loop().execute(() -> waiter.loop().execute(() -> clock.advance(1)));
        long until = waiter.deadline(100);
        Thread.currentThread().interrupt();
        waiter.pause(100, () -> false);
        assertThat(clock.nanoTime()).isEqualTo(until);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isCompletedWithValue("yes");
    }

    /** The clock of a JVM, too, drives the wait. */
    @Test
    void aPauseTakesItsTime() {
        FutureAwaiter ofThisJvm = new FutureAwaiter();
        ofThisJvm.loop().enter();
        try {
            long began = System.nanoTime();
            ofThisJvm.pause(20, () -> false);
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        } finally {
            ofThisJvm.loop().terminate();
            ofThisJvm.loop().exit();
        }
    }
}
