package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.hibernate.LeaderChangeRetry;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteConstants;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Writers with {@link LeaderChangeRetry} while leaders are killed and paused: no row is lost or duplicated, no id is used twice, and
 * unknown outcomes are reported.
 */
class LeaderChangeRetryIT {
    private static final int WRITERS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static DqliteCluster cluster;
    private static SessionFactory sessions;
    private static SessionFactory others;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final Set<String> rolledBack = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(3);
        sessions = open("create");
        others = open("none");
    }

    private static SessionFactory open(String action) {
        return new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("retry"))
                .setProperty("hibernate.connection.pool_size", String.valueOf(WRITERS))
                .setProperty("hibernate.hbm2ddl.auto", action)
                .addAnnotatedClass(Receipt.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        sessions.close();
        others.close();
        cluster.close();
    }

    @BeforeEach
    void healthy() {
        cluster.awaitVoters();
    }

    @Test
    void nothingIsLostOrDoubledWhileLeadersAreKilled() throws Exception {
        List<Thread> writers = startWriters("killed");
        awaitMore(30);
        DqliteCluster.Node first = cluster.leader();
        first.kill();
        awaitMore(30);
        first.restart();
        DqliteCluster.Node second = cluster.leaderAfter(first);
        awaitMore(30);
        second.kill();
        awaitMore(30);
        second.restart();
        finish(writers, "killed");
    }

    /** What was on its way to the paused node is answered when it goes on, and may have been committed by then. */
    @Test
    void nothingIsLostOrDoubledWhileTheLeaderIsPaused() throws Exception {
        List<Thread> writers = startWriters("paused");
        awaitMore(30);
        DqliteCluster.Node paused = cluster.leader();
        paused.pause();
        try {
            cluster.leaderAfter(paused);
        } finally {
            paused.resume();
        }
        awaitMore(60);
        finish(writers, "paused");
    }

    private List<Thread> startWriters(String test) {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = test + "-" + i;
            boolean stateless = i % 2 == 0;
            EntityManagerFactory factory = i < WRITERS / 2 ? sessions : others;
            Thread writer = new Thread(() -> write(factory, name, stateless), name);
            writer.start();
            writers.add(writer);
        }
        return writers;
    }

    private void write(EntityManagerFactory factory, String name, boolean stateless) {
        LeaderChangeRetry retry = LeaderChangeRetry.on(factory);
        for (int i = 0; !stopped.get(); i++) {
            String token = name + "-" + i;
            AtomicInteger attempts = new AtomicInteger();
            try {
                if (stateless) {
                    retry.runStateless(session -> {
                        attempts.incrementAndGet();
                        session.insert(new Receipt(token));
                    });
                } else {
                    retry.run(session -> {
                        attempts.incrementAndGet();
                        session.persist(new Receipt(token));
                    });
                }
                stored.add(token);
            } catch (RuntimeException error) {
                classify(token, error, attempts.get());
            }
            if (attempts.get() > 1) {
                repeated.incrementAndGet();
            }
            done.incrementAndGet();
        }
    }

    /**
     * The outcome is unknown, or nothing was stored (also when no leader or no lock was found in time), or the error is a defect. One that says
     * that the transaction can be repeated must not come from the first attempt.
     */
    private void classify(String token, RuntimeException error, int attempts) {
        List<String> states = new ArrayList<>();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                states.add(sql.getSQLState());
            }
        }
        if (states.contains(DqliteConstants.SQLSTATE_OUTCOME_UNKNOWN)) {
            unknown.add(token);
        } else if (states.isEmpty()
                || states.contains("23505")
                || attempts == 1 && LeaderChangeRetry.nothingCommitted(error)) {
            unexpected.add(error);
        } else {
            rolledBack.add(token);
        }
    }

    private void awaitMore(int count) throws InterruptedException {
        int target = stored.size() + count;
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (stored.size() < target) {
            assertThat(System.nanoTime()).as("%d more units of work", count).isLessThan(until);
            Thread.sleep(20);
        }
    }

    private void finish(List<Thread> writers, String test) throws InterruptedException {
        stopped.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        cluster.awaitVoters();
        assertThat(unexpected).isEmpty();
        Map<String, Long> found = LeaderChangeRetry.on(sessions)
                .call(session -> session.createSelectionQuery(
                                "select token from Receipt where token like :test", String.class)
                        .setParameter("test", test + "-%")
                        .list())
                .stream()
                .collect(Collectors.groupingBy(token -> token, Collectors.counting()));
        assertThat(found.values()).as("nothing is doubled").containsOnly(1L);
        assertThat(found.keySet()).as("nothing is lost").containsAll(stored);
        assertThat(found.keySet())
                .as("nothing else is there")
                .allMatch(token -> stored.contains(token) || unknown.contains(token));
        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0}: {1} stored, {2} of them or others ran more than once, {3} unknown, {4} rolled back",
                        test,
                        stored.size(),
                        repeated.get(),
                        unknown.size(),
                        rolledBack.size());
    }
}
