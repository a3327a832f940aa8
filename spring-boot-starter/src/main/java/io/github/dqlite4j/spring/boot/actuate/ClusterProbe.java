package io.github.dqlite4j.spring.boot.actuate;

import io.github.dqlite4j.admin.ClusterStatus;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.nodes.LeaderHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks one cluster who leads. There is one question at a time, however many callers ask, and an answer serves the callers of a short time. Thread-safe.
 */
final class ClusterProbe {
    /** How long an answer serves others. */
    private static final Duration FRESH = Duration.ofMillis(500);

    /** A question that is over time ends a bit later than the time. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final DqliteAdmin cluster;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private @Nullable Question question;
    private @Nullable ClusterStatus last;
    private @Nullable Instant lastAt;
    private @Nullable Instant missingSince;

    /** One question, and when it was answered. */
    private static final class Question {
        private final CompletableFuture<ClusterStatus> answer;
        private volatile long ended;

        Question(CompletableFuture<ClusterStatus> asked) {
            answer = asked.whenComplete((status, error) -> ended = System.nanoTime());
        }

        boolean serves() {
            return !answer.isDone() || System.nanoTime() - ended < FRESH.toNanos();
        }
    }

    /** @param timeout for one question */
    ClusterProbe(DqliteAdmin cluster, Duration timeout) {
        this.cluster = cluster.within(timeout);
        this.patienceNanos = timeout.plus(GRACE).toNanos();
    }

    /** Asks, unless a question is under way or has just been answered. Does not wait. */
    Waiting ask() {
        lock.lock();
        try {
            Question current = question;
            if (current == null || !current.serves()) {
                current = new Question(cluster.status().toCompletableFuture());
                question = current;
            }
            CompletableFuture<ClusterStatus> answer = current.answer;
            long until = System.nanoTime() + patienceNanos;
            return () -> await(answer, until);
        } finally {
            lock.unlock();
        }
    }

    /** An answer that is waited for. */
    @FunctionalInterface
    interface Waiting {
        /** Waits for the answer, but not longer than the timeout. */
        ClusterView get();
    }

    private ClusterView await(CompletableFuture<ClusterStatus> answer, long until) {
        try {
            return answered(answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return failed("There was no answer in time");
        } catch (ExecutionException e) {
            String message = e.getCause() == null ? null : e.getCause().getMessage();
            return failed(message == null ? String.valueOf(e.getCause()) : message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("The question was interrupted");
        }
    }

    private ClusterView answered(ClusterStatus status) {
        LeaderHistory history = cluster.history();
        lock.lock();
        try {
            last = status;
            lastAt = Instant.now();
            missingSince = null;
            return new ClusterView(
                    status, status, lastAt, history.leaderSince(), history.changes(), Duration.ZERO, null);
        } finally {
            lock.unlock();
        }
    }

    /** The driver may have noticed it earlier, but not before the last answer. */
    private ClusterView failed(String error) {
        LeaderHistory history = cluster.history();
        lock.lock();
        try {
            Instant now = Instant.now();
            Instant since = missingSince;
            if (since == null) {
                Instant noticed = history.missingSince();
                since = noticed != null && (lastAt == null || noticed.isAfter(lastAt)) ? noticed : now;
                missingSince = since;
            }
            Duration missing = Duration.between(since, now);
            return new ClusterView(
                    null,
                    last,
                    lastAt,
                    history.leaderSince(),
                    history.changes(),
                    missing.isNegative() ? Duration.ZERO : missing,
                    error);
        } finally {
            lock.unlock();
        }
    }
}
