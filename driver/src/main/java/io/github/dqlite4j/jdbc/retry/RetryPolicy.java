package io.github.dqlite4j.jdbc.retry;

import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.time.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How often, and for how long, a whole transaction is run again. It is run again only after an error that proves that it was rolled back
 * ({@link DqliteConstants#isRolledBack}), never after one that leaves the outcome unknown (08007), and never after it was committed.
 * Between two attempts there is a random pause: 20 to 40 milliseconds at first, twice as long each time, and at most one second. Immutable
 * and thread-safe.
 */
public final class RetryPolicy {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLED = 10;

    private final int attempts;
    private final Duration timeout;

    private RetryPolicy(int attempts, Duration timeout) {
        this.attempts = attempts;
        this.timeout = timeout;
    }

    /** Up to 10 attempts. No attempt starts later than 30 seconds after the first. */
    public static RetryPolicy standard() {
        return new RetryPolicy(10, Duration.ofSeconds(30));
    }

    /**
     * @param attempts the largest number of attempts
     * @throws IllegalArgumentException if it is not at least 1
     */
    public RetryPolicy attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
        return new RetryPolicy(attempts, timeout);
    }

    /**
     * @param timeout after which no new attempt starts; a running attempt is not interrupted
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy timeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
        return new RetryPolicy(attempts, timeout);
    }

    /** One attempt: a transaction from its begin to its commit. It is used once. */
    public interface Attempt<T extends @Nullable Object, E extends Exception> {
        /** Runs the transaction and commits it. */
        T run() throws E;

        /** Whether the transaction was committed, although {@link #run} has failed. */
        boolean isCommitted();
    }

    /** Makes attempts. */
    @FunctionalInterface
    public interface Attempts<T extends @Nullable Object, E extends Exception> {
        /** A new attempt. */
        Attempt<T, E> next();
    }

    /**
     * Runs attempts until one is committed. The calling thread waits between them; an interrupt ends that wait, and the interrupt status
     * stays set.
     *
     * @return the result of the attempt that was committed
     * @throws E the error of the last attempt, with those of the others as suppressed ones
     */
    @SuppressWarnings("unchecked") // an attempt throws E, or what is unchecked
    public <T extends @Nullable Object, E extends Exception> T run(Attempts<T, E> work) throws E {
        long start = NanoClock.SYSTEM.nanoTime();
        List<Exception> earlier = new ArrayList<>();
        for (int number = 1; ; number++) {
            Attempt<T, E> attempt = work.next();
            try {
                return attempt.run();
            } catch (Exception error) {
                boolean again = !attempt.isCommitted() && DqliteConstants.isRolledBack(error);
                Optional<Duration> pause =
                        again ? pause(number, Duration.ofNanos(NanoClock.SYSTEM.nanoTime() - start)) : Optional.empty();
                if (pause.isEmpty() || !sleep(pause.get())) {
                    for (Exception before : earlier) {
                        if (before != error) {
                            error.addSuppressed(before);
                        }
                    }
                    if (error instanceof RuntimeException unchecked) {
                        throw unchecked;
                    }
                    throw (E) error;
                }
                earlier.add(error);
            }
        }
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param attempt the number of attempts so far
     * @param elapsed since the first of them began
     * @return empty if there is no further attempt
     */
    public Optional<Duration> pause(int attempt, Duration elapsed) {
        if (attempt >= attempts || elapsed.compareTo(timeout) > 0) {
            return Optional.empty();
        }
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, MAX_DOUBLED));
        return Optional.of(Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1)));
    }

    /** Returns false if the thread was interrupted. */
    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
