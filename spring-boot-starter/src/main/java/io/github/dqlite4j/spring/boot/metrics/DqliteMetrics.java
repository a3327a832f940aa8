package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.PoolStatistics;
import io.github.dqlite4j.event.StatementCacheStatistics;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Meters of dqlite4j, with names that begin with {@code dqlite}. The meters of statements, connections, commits and pools cover the whole JVM. Bind it to one or more registries, and
 * close it at the end: until then, it listens to the driver. It needs only Micrometer, not Spring. Thread-safe.
 *
 * <pre>{@code
 * DqliteMetrics metrics = new DqliteMetrics(Map.of("shop", DqliteAdmin.of(url)), List.of());
 * metrics.bindTo(registry);
 * }</pre>
 */
public final class DqliteMetrics implements MeterBinder, AutoCloseable {
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final Map<String, DqliteAdmin> clusters;
    private final List<DqlitePool> pools;
    private final Tags tags;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final List<Bound> bound = new ArrayList<>();
    private boolean closed;

    /** @param meters those that read their value on request */
    private record Bound(MeterRegistry registry, EventMeters events, List<Meter> meters) {}

    /**
     * @param clusters the clusters whose leaders are counted, by the value of the tag {@code name}
     * @param pools the pools whose connections are counted; the events of all others have {@code other} as the tag {@code pool}
     */
    public DqliteMetrics(Map<String, DqliteAdmin> clusters, Collection<DqlitePool> pools) {
        this(clusters, pools, Tags.empty());
    }

    /** @param tags added to all meters */
    public DqliteMetrics(Map<String, DqliteAdmin> clusters, Collection<DqlitePool> pools, Tags tags) {
        this.clusters = Map.copyOf(clusters);
        this.pools = List.copyOf(pools);
        this.tags = tags;
    }

    /** Does nothing for a registry that it is already bound to, or after it was closed. */
    @Override
    public void bindTo(MeterRegistry registry) {
        lock.lock();
        try {
            if (closed || bound.stream().anyMatch(each -> each.registry() == registry)) {
                return;
            }
            Set<String> names = pools.stream().map(DqlitePool::name).collect(Collectors.toSet());
            EventMeters events = new EventMeters(registry, tags, names);
            bound.add(new Bound(registry, events, readings(registry)));
            DqliteDriver.addListener(events);
        } finally {
            lock.unlock();
        }
    }

    /** Stops listening, and removes the meters that read from clusters, caches and pools. The meters that count events stay as they are. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Bound each : bound) {
                DqliteDriver.removeListener(each.events());
                each.meters().forEach(each.registry()::remove);
            }
            bound.clear();
        } finally {
            lock.unlock();
        }
    }

    private List<Meter> readings(MeterRegistry registry) {
        List<Meter> meters = new ArrayList<>();
        cacheGets(registry, meters, "hit", StatementCacheStatistics::hits);
        cacheGets(registry, meters, "miss", StatementCacheStatistics::misses);
        meters.add(Gauge.builder(
                        "dqlite.statement.cache.size",
                        () -> DqliteDriver.statementCache().size())
                .description("Statements that are prepared on the nodes")
                .tags(tags)
                .register(registry));
        clusters.forEach((name, cluster) -> leader(registry, meters, tags.and("name", name), cluster));
        pools.forEach(pool -> pool(registry, meters, tags.and("pool", pool.name()), pool));
        return meters;
    }

    private void cacheGets(
            MeterRegistry registry, List<Meter> meters, String result, ToLongFunction<StatementCacheStatistics> count) {
        meters.add(FunctionCounter.builder(
                        "dqlite.statement.cache.gets", this, any -> count.applyAsLong(DqliteDriver.statementCache()))
                .description("Executions with parameters that found their statement prepared, or had to prepare it")
                .tags(tags.and("result", result))
                .register(registry));
    }

    private static void leader(MeterRegistry registry, List<Meter> meters, Tags tags, DqliteAdmin cluster) {
        meters.add(FunctionCounter.builder(
                        "dqlite.leader.changes", cluster, any -> any.history().changes())
                .description("How often this application has seen another node lead")
                .tags(tags)
                .register(registry));
        meters.add(FunctionCounter.builder(
                        "dqlite.leader.missing",
                        cluster,
                        any -> any.history().missing().toNanos() / NANOS_PER_SECOND)
                .description("How long this application has searched for a leader")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
        meters.add(Gauge.builder(
                        "dqlite.leader.known",
                        cluster,
                        any -> any.history().missingSince() == null
                                        && any.history().leader() != null
                                ? 1
                                : 0)
                .description("1 if this application knows the leader, 0 while it searches for one")
                .tags(tags)
                .register(registry));
    }

    private static void pool(MeterRegistry registry, List<Meter> meters, Tags tags, DqlitePool pool) {
        connections(registry, meters, tags.and("state", "idle"), pool, PoolStatistics::idle);
        connections(registry, meters, tags.and("state", "used"), pool, PoolStatistics::inUse);
        meters.add(Gauge.builder(
                        "dqlite.pool.pending", pool, any -> any.statistics().waiting())
                .description("Calls that wait for a connection of the pool")
                .tags(tags)
                .register(registry));
    }

    private static void connections(
            MeterRegistry registry,
            List<Meter> meters,
            Tags tags,
            DqlitePool pool,
            ToDoubleFunction<PoolStatistics> count) {
        meters.add(Gauge.builder("dqlite.pool.connections", pool, any -> count.applyAsDouble(any.statistics()))
                .description("Connections of the pool")
                .tags(tags)
                .register(registry));
    }
}
