package io.github.dqlite4j.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waits for answers by driving the connection's own event loop. Used by the thread that has entered the loop. */
public final class FutureAwaiter {
    private final CallerEventLoop loop;

    public FutureAwaiter() {
        this(new CallerEventLoop(), io.github.dqlite4j.time.NanoClock.SYSTEM);
    }

    public FutureAwaiter(CallerEventLoop loop, io.github.dqlite4j.time.NanoClock clock) {
        this.loop = loop;
    }

    public CallerEventLoop loop() {
        return loop;
    }

    public static long deadline(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /**
     * The answer, or what went wrong. An interrupt does not end the wait, since the answer would be met by the next
     * request; it stays set.
     *
     * @param until {@link System#nanoTime} of the latest moment
     */
    public <T> T await(CompletableFuture<T> answer, long until) throws TransportException {
        boolean interrupted = false;
        try {
            while (!answer.isDone()) {
                long left = until - System.nanoTime();
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

    /** Lets time pass, and does meanwhile what the loop has to do. An interrupt does not end it; it stays set. */
    public void pause(long millis) {
        long until = deadline(millis);
        boolean interrupted = false;
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            loop.run(left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
