package io.github.dqlite4j.transport;

import io.github.dqlite4j.time.NanoClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** Waits for futures by driving the connection's own event loop. Used by the thread that owns the loop. */
public final class FutureAwaiter {
    private final CallerEventLoop loop = new CallerEventLoop();
    private final NanoClock clock;

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
        boolean interrupted = false;
        try {
            while (!answer.isDone()) {
                long left = until - clock.nanoTime();
                if (left <= 0) {
                    throw new TransportException.Disconnected(
                            "no answer in time", true, TransportException.Disconnected.Reason.TIMEOUT, null);
                }
                loop.run(left);
                interrupted |= Thread.interrupted();
            }
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TransportException known) {
                throw known;
            }
            throw new TransportException.Disconnected(String.valueOf(e.getCause()), true, e.getCause());
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
