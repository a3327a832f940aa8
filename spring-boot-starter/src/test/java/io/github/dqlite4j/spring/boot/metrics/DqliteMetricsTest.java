package io.github.dqlite4j.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.event.DqliteListener.Acquired;
import io.github.dqlite4j.event.DqliteListener.Attached;
import io.github.dqlite4j.event.DqliteListener.Executed;
import io.github.dqlite4j.event.DqliteListener.Lost;
import io.github.dqlite4j.event.DqliteListener.OutcomeFound;
import io.github.dqlite4j.event.DqliteListener.Released;
import io.github.dqlite4j.event.DqliteListener.Replayed;
import io.github.dqlite4j.jdbc.event.Listeners;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DqliteMetricsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventMeters events = new EventMeters(registry, Tags.of("app", "test"), Set.of("p"));

    private static Executed executed(Duration waited, int attempts, @Nullable SQLException error) {
        return new Executed("shop", "a:9001", "SELECT 1", SECOND, waited, attempts, error);
    }

    @Test
    void statementsAreCounted() {
        events.executed(executed(Duration.ZERO, 1, null));
        events.executed(executed(Duration.ofMillis(300), 3, null));
        assertThat(registry.get("dqlite.statements")
                        .tags("database", "shop", "outcome", "success", "app", "test")
                        .timer())
                .returns(2L, timer -> timer.count())
                .returns(2.0, timer -> timer.totalTime(TimeUnit.SECONDS));
        assertThat(registry.get("dqlite.statements.attempts").summary().totalAmount())
                .isEqualTo(4);
        assertThat(registry.get("dqlite.statements.retries").counter().count()).isEqualTo(2);
        assertThat(registry.get("dqlite.lock.wait").timer())
                .returns(1L, timer -> timer.count())
                .returns(300.0, timer -> timer.totalTime(TimeUnit.MILLISECONDS));
        assertThat(registry.get("dqlite.commits.in.doubt").counter().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "08007, in_doubt",
        "55P03, busy",
        "57014, timeout",
        "23505, constraint",
        "23000, constraint",
        "08006, connection",
        "42000, error",
        ", error"
    })
    void outcomesHaveFewValues(@Nullable String state, String outcome) {
        events.executed(executed(Duration.ZERO, 1, new SQLException("no", state)));
        assertThat(registry.get("dqlite.statements")
                        .tag("outcome", outcome)
                        .timer()
                        .count())
                .isOne();
        assertThat(registry.get("dqlite.commits.in.doubt").counter().count())
                .isEqualTo(outcome.equals("in_doubt") ? 1 : 0);
    }

    @Test
    void aRollbackByALeaderChangeIsAnOutcome() {
        events.executed(executed(Duration.ZERO, 1, new SQLTransactionRollbackException("gone", "40001")));
        assertThat(registry.get("dqlite.statements")
                        .tag("outcome", "rolled_back")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void connectionsCommitsAndPoolsAreCounted() {
        events.attached(new Attached("shop", "a:9001", SECOND, false));
        events.attached(new Attached("shop", "b:9001", SECOND, true));
        events.lost(new Lost("shop", "a:9001"));
        events.replayed(new Replayed("shop", "b:9001", 4, SECOND));
        events.outcomeFound(new OutcomeFound("shop", "b:9001", true, SECOND));
        events.acquired(new Acquired("p", SECOND));
        events.released(new Released("p", SECOND));
        assertThat(registry.get("dqlite.connections.attach")
                        .tag("again", "true")
                        .timer()
                        .count())
                .isOne();
        assertThat(registry.get("dqlite.connections.lost").counter().count()).isOne();
        assertThat(registry.get("dqlite.transactions.replayed").timer().count()).isOne();
        assertThat(registry.get("dqlite.commits.verified")
                        .tag("outcome", "committed")
                        .timer()
                        .count())
                .isOne();
        assertThat(registry.get("dqlite.commits.verified")
                        .tag("outcome", "rolled_back")
                        .timer()
                        .count())
                .isZero();
        assertThat(registry.get("dqlite.pool.acquire").tag("pool", "p").timer().count())
                .isOne();
        assertThat(registry.get("dqlite.pool.usage").tag("pool", "p").timer().count())
                .isOne();
    }

    /** Each pool without a name has another one, so that the number of series would grow. */
    @Test
    void poolsThatWereNotGivenAreOneSeries() {
        for (int i = 0; i < 100; i++) {
            events.acquired(new Acquired("dqlite-pool-" + i, SECOND));
            events.released(new Released("dqlite-pool-" + i, SECOND));
        }
        events.acquired(new Acquired("p", SECOND));
        assertThat(registry.get("dqlite.pool.acquire").timers()).hasSize(2);
        assertThat(registry.get("dqlite.pool.acquire")
                        .tag("pool", "other")
                        .timer()
                        .count())
                .isEqualTo(100);
        assertThat(registry.get("dqlite.pool.usage")
                        .tag("pool", "other")
                        .timer()
                        .count())
                .isEqualTo(100);
    }

    @Test
    void poolsAreGivenByName() {
        DqlitePool pool = DqlitePool.builder("jdbc:dqlite://127.0.0.1:9/shop")
                .name("orders")
                .create();
        try (DqliteMetrics metrics = new DqliteMetrics(Map.of(), List.of(pool))) {
            metrics.bindTo(registry);
            Listeners.INSTANCE.acquired("orders", 1);
            Listeners.INSTANCE.acquired("dqlite-pool-0", 1);
            assertThat(registry.get("dqlite.pool.acquire").timers())
                    .extracting(timer -> timer.getId().getTag("pool"))
                    .containsExactlyInAnyOrder("orders", "other");
        } finally {
            pool.close();
        }
    }

    @Test
    void readingsGoWhenItIsClosed() {
        DqliteAdmin cluster = DqliteAdmin.of("jdbc:dqlite://127.0.0.1:9/shop");
        try (DqliteMetrics metrics = new DqliteMetrics(Map.of("dataSource", cluster), List.of())) {
            metrics.bindTo(registry);
            metrics.bindTo(registry);
            assertThat(registry.get("dqlite.leader.changes")
                            .tag("name", "dataSource")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(registry.get("dqlite.leader.missing")
                            .functionCounter()
                            .getId()
                            .getBaseUnit())
                    .isEqualTo("seconds");
            assertThat(registry.get("dqlite.leader.known").gauge().value()).isZero();
            assertThat(registry.get("dqlite.statement.cache.gets").functionCounters())
                    .hasSize(2);
        }
        assertThat(registry.getMeters()).isEmpty();
    }
}
