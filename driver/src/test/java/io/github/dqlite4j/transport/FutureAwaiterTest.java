package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FutureAwaiterTest {
    private final FutureAwaiter waiter = new FutureAwaiter();

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
        waiter.loop().schedule(() -> future.complete(answer), 50, TimeUnit.MILLISECONDS);
        return future;
    }

    @Test
    void drivesTheLoopUntilTheAnswerIsThere() throws Exception {
        assertThat(waiter.await(soon("yes"), FutureAwaiter.deadline(30_000))).isEqualTo("yes");
    }

    @Test
    void whatIsThereIsGivenEvenTooLate() throws Exception {
        assertThat(waiter.await(CompletableFuture.completedFuture("yes"), FutureAwaiter.deadline(-1)))
                .isEqualTo("yes");
    }

    @Test
    void anInterruptDoesNotEndTheWaitAndStaysSet() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(waiter.await(soon("yes"), FutureAwaiter.deadline(30_000))).isEqualTo("yes");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void soDoesNotOneThatComesMeanwhile() throws Exception {
        Thread waiting = Thread.currentThread();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            while (waiting.getState() != Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            waiter.loop().schedule(() -> answer.complete("yes"), 50, TimeUnit.MILLISECONDS);
        });
        other.start();
        assertThat(waiter.await(answer, FutureAwaiter.deadline(30_000))).isEqualTo("yes");
        assertThat(Thread.interrupted()).isTrue();
        other.join();
    }

    @Test
    void theDeadlineEndsTheWait() {
        assertThatThrownBy(() -> waiter.await(new CompletableFuture<>(), FutureAwaiter.deadline(50)))
                .asInstanceOf(type(TransportException.Disconnected.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                .satisfies(e -> assertThat(e.sent()).isTrue());
    }

    @Test
    void theDeadlineEndsTheWaitOfAnInterruptedThread() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> waiter.await(new CompletableFuture<>(), FutureAwaiter.deadline(50)))
                .isInstanceOf(TransportException.Disconnected.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatWentWrongIsThrownAsItIs() {
        TransportException.ServerFailure wrong = new TransportException.ServerFailure(1, "wrong");
        assertThatThrownBy(() -> waiter.await(CompletableFuture.failedFuture(wrong), FutureAwaiter.deadline(50)))
                .isSameAs(wrong);
        IllegalStateException other = new IllegalStateException("other");
        assertThatThrownBy(() -> waiter.await(CompletableFuture.failedFuture(other), FutureAwaiter.deadline(50)))
                .isInstanceOf(TransportException.Disconnected.class)
                .hasCause(other);
    }

    @Test
    void aPauseDoesWhatTheLoopHasToDo() {
        CompletableFuture<String> answer = soon("yes");
        Thread.currentThread().interrupt();
        long began = System.nanoTime();
        waiter.pause(100);
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isCompletedWithValue("yes");
    }
}
