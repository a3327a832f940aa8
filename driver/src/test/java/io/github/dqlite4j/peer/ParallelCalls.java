package io.github.dqlite4j.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.transport.FutureAwaiter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls that start at the same moment, each on a thread of its own, and have to end in time. */
public final class ParallelCalls {
    private static final long SECONDS = 300;

    private ParallelCalls() {}

    /** What one thread does. */
    public interface Call {
        void run() throws Exception;
    }

    /**
     * Returns what each call threw, null if nothing, in the order of the calls. Fails if one does not end; the stack of its thread
     * is in the message.
     */
    public static List<@Nullable Throwable> run(Call... calls) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(calls.length);
        List<Running> running = new ArrayList<>();
        for (Call call : calls) {
            running.add(new Running(() -> {
                start.await();
                call.run();
            }));
        }
        List<@Nullable Throwable> thrown = new ArrayList<>();
        for (Running each : running) {
            thrown.add(each.outcome());
        }
        return thrown;
    }

    /** Returns once that thread waits for an answer of a node. */
    public static void awaitRequest(Thread thread) throws InterruptedException {
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(frame -> frame.getClassName().equals(FutureAwaiter.class.getName()))) {
            assertThat(thread.isAlive()).as("The thread has not ended").isTrue();
            Thread.sleep(1);
        }
    }

    /** A call that has started. Its thread is a daemon, so that one that hangs does not keep the JVM. */
    public static final class Running {
        private final Thread thread;
        private volatile @Nullable Throwable thrown;

        public Running(Call call) {
            thread = new Thread(
                    () -> {
                        try {
                            call.run();
                        } catch (Throwable e) {
                            thrown = e;
                        }
                    },
                    "parallel call");
            thread.setDaemon(true);
            thread.start();
        }

        /** Waits for the end and returns what was thrown, null if nothing. Fails after {@value #SECONDS} seconds. */
        public @Nullable Throwable outcome() throws InterruptedException {
            thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
            StackTraceElement[] stack = thread.getStackTrace();
            assertThat(thread.isAlive())
                    .as(() -> "The call hangs at " + Arrays.toString(stack))
                    .isFalse();
            return thrown;
        }

        /** Returns once the call waits for an answer of a node. */
        public void awaitRequest() throws InterruptedException {
            ParallelCalls.awaitRequest(thread);
        }

        /** Waits until the call waits for something itself, with a time limit. Fails if it has ended before. */
        public void awaitWaiting() {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(thread.isAlive())
                        .as(() -> "The call has ended: " + thrown)
                        .isTrue();
                Thread.onSpinWait();
            }
        }

        public boolean isRunning() {
            return thread.isAlive();
        }

        public void interrupt() {
            thread.interrupt();
        }
    }
}
