package io.github.dqlite4j.sample.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The events of the last seconds in this application: orders that it placed, and nodes that led. */
@Component
class Pulse {
    static final int SECONDS = 90;
    private static final int CHANGES = 6;

    private final ClusterWatch watch;
    private final Clock clock = Clock.systemUTC();
    private final AtomicInteger placed = new AtomicInteger();
    private final Deque<Second> seconds = new ArrayDeque<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private @Nullable ClusterView cluster;
    private @Nullable Instant leaderless;

    /** @param leader the node that led, or null */
    record Second(int orders, @Nullable String leader) {}

    /**
     * Another node leads, or none.
     *
     * @param leader null if no node leads
     * @param without how long there was no leader before
     */
    record Change(Instant at, @Nullable String leader, Duration without) {}

    /** @param seconds the oldest first
     * @param changes the latest first */
    record History(ClusterView cluster, List<Second> seconds, List<Change> changes) {}

    Pulse(ClusterWatch watch) {
        this.watch = watch;
    }

    void orderPlaced() {
        placed.incrementAndGet();
    }

    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
    void beat() {
        record(watch.look(), placed.getAndSet(0), clock.instant());
    }

    private synchronized void record(ClusterView now, int orders, Instant at) {
        String before = cluster == null ? now.leader() : cluster.leader();
        if (!Objects.equals(before, now.leader())) {
            Duration without = leaderless == null ? Duration.ZERO : Duration.between(leaderless, at);
            changes.addFirst(new Change(at, now.leader(), without));
            leaderless = now.leader() == null ? at : null;
        }
        seconds.addLast(new Second(orders, now.leader()));
        while (seconds.size() > SECONDS) {
            seconds.removeFirst();
        }
        while (changes.size() > CHANGES) {
            changes.removeLast();
        }
        cluster = now;
    }

    History history() {
        ClusterView looked;
        synchronized (this) {
            looked = cluster;
        }
        if (looked == null) {
            beat();
        }
        synchronized (this) {
            return new History(Objects.requireNonNull(cluster), List.copyOf(seconds), List.copyOf(changes));
        }
    }
}
