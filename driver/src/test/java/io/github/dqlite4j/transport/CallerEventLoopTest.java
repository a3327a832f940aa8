package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallerEventLoopTest {
    private final CallerEventLoop loop = new CallerEventLoop();

    @BeforeEach
    void enter() {
        loop.enter();
    }

    @AfterEach
    void terminate() {
        loop.exit();
        loop.terminate();
    }

    /** A loop that returns at once makes its caller ask again and again, and uses a whole processor. */
    @Test
    void waitsInsteadOfReturningAtOnce() {
        long began = System.nanoTime();
        loop.run(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
    }

    @Test
    void aScheduledTaskEndsTheWait() {
        boolean[] ran = {false};
        loop.schedule(() -> ran[0] = true, 20, TimeUnit.MILLISECONDS);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int waits = 0;
        while (!ran[0]) {
            loop.run(until - System.nanoTime());
            waits++;
        }
        assertThat(waits).isLessThan(10);
    }

    @Test
    void aTaskOfAnotherThreadEndsTheWait() throws InterruptedException {
        boolean[] ran = {false};
        Thread other = new Thread(() -> loop.execute(() -> ran[0] = true));
        other.start();
        while (!ran[0]) {
            loop.run(TimeUnit.SECONDS.toNanos(60));
        }
        other.join();
        assertThat(ran[0]).isTrue();
    }

    /** Netty's own thread for this would hold up the end of the JVM. */
    @Test
    void theThreadThatEndsItCallsTheListeners() throws InterruptedException {
        Thread[] caller = {null};
        loop.terminationFuture().addListener(ended -> caller[0] = Thread.currentThread());
        assertThat(loop.awaitTermination(1, TimeUnit.MILLISECONDS))
                .as("any thread may wait for it")
                .isFalse();
        loop.terminate();
        assertThat(caller[0]).isSameAs(Thread.currentThread());
        assertThat(loop.awaitTermination(1, TimeUnit.MILLISECONDS)).isTrue();
    }

    /** The owner may wait for something else meanwhile, as for its turn. */
    @Test
    void anotherThreadActsInPlaceOfTheOwner() throws Exception {
        boolean[] inEventLoop = {false};
        Thread other = new Thread(() -> loop.runInstead(() -> inEventLoop[0] = loop.inEventLoop()));
        other.start();
        other.join();
        assertThat(inEventLoop[0]).isTrue();
        assertThat(loop.inEventLoop()).isTrue();
        assertThat(loop.inEventLoop(other)).isFalse();
    }

    @Test
    void theOwnerEntersAgainAndCountsItsEntries() {
        assertThat(loop.holds()).isOne();
        assertThat(loop.tryEnter(0)).isTrue();
        loop.enter();
        assertThat(loop.holds()).isEqualTo(3);
        loop.exit();
        loop.exit();
        assertThat(loop.holds()).isOne();
        assertThat(loop.inEventLoop()).isTrue();
    }

    @Test
    void anotherThreadEntersOnlyWhenTheOwnerHasLeft() throws Exception {
        assertThat(onAnotherThread(() -> loop.tryEnter(0))).isFalse();
        assertThat(onAnotherThread(() -> loop.tryEnter(TimeUnit.MILLISECONDS.toNanos(20))))
                .isFalse();
        assertThat(onAnotherThread(() -> loop.holds() == 0 && !loop.inEventLoop()))
                .isTrue();
        loop.exit();
        try {
            assertThat(onAnotherThread(() -> {
                        boolean entered = loop.tryEnter(0) && loop.inEventLoop() && loop.holds() == 1;
                        loop.exit();
                        return entered;
                    }))
                    .isTrue();
        } finally {
            loop.enter();
        }
    }

    @Test
    void anInterruptEndsTheWaitForTheLoopAndStaysSet() throws Exception {
        assertThat(onAnotherThread(() -> {
                    Thread.currentThread().interrupt();
                    return !loop.tryEnter(TimeUnit.DAYS.toNanos(1)) && Thread.interrupted();
                }))
                .isTrue();
    }

    @Test
    void anInterruptedThreadEntersALoopThatIsFree() throws Exception {
        loop.exit();
        try {
            assertThat(onAnotherThread(() -> {
                        Thread.currentThread().interrupt();
                        boolean entered = loop.tryEnter(0);
                        loop.exit();
                        return entered && Thread.interrupted();
                    }))
                    .isTrue();
        } finally {
            loop.enter();
        }
    }

    private static boolean onAnotherThread(BooleanSupplier task) throws InterruptedException {
        boolean[] result = {false};
        Thread other = new Thread(() -> result[0] = task.getAsBoolean());
        other.start();
        other.join();
        return result[0];
    }
}
