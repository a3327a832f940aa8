package io.github.dqlite4j.transport;

import io.github.dqlite4j.time.NanoClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for futures by driving the connection's own event loop. Used by the thread that owns the loop. */
public final class FutureAwaiter {
    private final CallerEventLoop loop = new CallerEventLoop();
    private final NanoClock clock;
    private long lateNanos = TimeUnit.DAYS.toNanos(1);
    private Supplier<Runnable> whenLate = () -> () -> {};

    public FutureAwaiter() {
        this(NanoClock.SYSTEM);
    }

    /** @param clock measures the deadlines */
    public FutureAwaiter(NanoClock clock) {
        this.clock = clock;
    }

    public CallerEventLoop loop() {
        return loop;
    }

    /**
     * Sets what is called once in each wait that takes long.
     *
     * @param millis how long
     * @param begun returns what is called when that wait ends; both on the loop
     */
    public void whenLate(long millis, Supplier<Runnable> begun) {
        lateNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        whenLate = begun;
    }

    /** The moment that many milliseconds from now, for {@link #await}. */
    public long deadline(long millis) {
        return clock.deadline(millis);
    }

    /**
     * Returns the value of a future. An interrupt does not end the wait, because the next request would then get this answer;
     * it stays set.
     *
     * @param until the latest moment, of this object's clock
     * @throws TransportException the failure of the future, or {@link TransportException.Disconnected} with the reason TIMEOUT;
     *     the connection cannot be used after a timeout
     */
    public <T> T await(CompletableFuture<T> answer, long until) throws TransportException {
        Runnable noLongerLate = () -> {};
        try {
            if (!answer.isDone()) {
                long late = clock.nanoTime() + lateNanos;
                if (late < until && !runUntil(answer, late)) {
                    noLongerLate = whenLate.get();
                }
                if (!runUntil(answer, until)) {
                    throw new TransportException.Disconnected(
                            "no answer in time", true, TransportException.Disconnected.Reason.TIMEOUT, null);
                }
            }
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TransportException known) {
                throw known;
            }
            throw new TransportException.Disconnected(String.valueOf(e.getCause()), true, e.getCause());
        } finally {
            noLongerLate.run();
        }
    }

    /** Returns false if that moment came first. */
    private boolean runUntil(CompletableFuture<?> answer, long until) {
        boolean interrupted = false;
        try {
            while (!answer.isDone()) {
                long left = until - clock.nanoTime();
                if (left <= 0) {
                    return false;
                }
                loop.run(left);
                interrupted |= Thread.interrupted();
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs the loop for that long. An interrupt does not end it and stays set.
     *
     * @param ended whether to stop; looked at whenever the loop was woken
     */
    public void pause(long millis, BooleanSupplier ended) {
        long until = deadline(millis);
        boolean interrupted = false;
        for (long left = until - clock.nanoTime(); left > 0 && !ended.getAsBoolean(); left = until - clock.nanoTime()) {
            loop.run(left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same, in nanoseconds; but an interrupt ends it, and stays set. */
    public void pauseUnlessInterrupted(long nanos, BooleanSupplier ended) {
        long until = clock.nanoTime() + nanos;
        for (long left = nanos;
                left > 0 && !ended.getAsBoolean() && !Thread.currentThread().isInterrupted();
                left = until - clock.nanoTime()) {
            loop.run(left);
        }
    }
}
