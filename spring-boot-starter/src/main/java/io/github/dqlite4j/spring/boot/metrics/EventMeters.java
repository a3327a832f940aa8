package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.event.DqliteListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records the driver's events in one registry. */
final class EventMeters implements DqliteListener {
    /** Pools without a name get a different name each time. */
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Set<String> named;
    private final Map<String, DatabaseMeters> databases = new ConcurrentHashMap<>();
    private final Map<String, PoolMeters> pools = new ConcurrentHashMap<>();

    private record PoolMeters(Timer acquire, Timer usage) {}

    /** @param pools the names of the pools with separate meters */
    EventMeters(MeterRegistry registry, Tags tags, Set<String> pools) {
        this.registry = registry;
        this.tags = tags;
        this.named = pools;
    }

    private DatabaseMeters database(String name) {
        return databases.computeIfAbsent(name, any -> new DatabaseMeters(registry, tags.and("database", name)));
    }

    private PoolMeters pool(String pool) {
        return pools.computeIfAbsent(
                named.contains(pool) ? pool : OTHER,
                name -> new PoolMeters(
                        timer("dqlite.pool.acquire", "Waits of calls for a connection of the pool", name),
                        timer("dqlite.pool.usage", "How long calls use a connection of the pool", name)));
    }

    private Timer timer(String name, String description, String pool) {
        return Timer.builder(name)
                .description(description)
                .tags(tags.and("pool", pool))
                .register(registry);
    }

    @Override
    public void executed(Executed event) {
        database(event.database()).executed(event);
    }

    @Override
    public void attached(Attached event) {
        database(event.database()).attached(event);
    }

    @Override
    public void lost(Lost event) {
        database(event.database()).lost();
    }

    @Override
    public void replayed(Replayed event) {
        database(event.database()).replayed(event);
    }

    @Override
    public void outcomeFound(OutcomeFound event) {
        database(event.database()).outcomeFound(event);
    }

    @Override
    public void acquired(Acquired event) {
        pool(event.pool()).acquire().record(event.waited());
    }

    @Override
    public void released(Released event) {
        pool(event.pool()).usage().record(event.used());
    }
}
