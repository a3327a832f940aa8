package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.event.DqliteListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records the driver's events in one registry. */
final class EventMeters implements DqliteListener {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, DatabaseMeters> databases = new ConcurrentHashMap<>();
    private final Map<String, PoolMeters> pools = new ConcurrentHashMap<>();

    private record PoolMeters(Timer acquire, Timer usage) {}

    EventMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    private DatabaseMeters database(String name) {
        return databases.computeIfAbsent(name, any -> new DatabaseMeters(registry, tags.and("database", name)));
    }

    private PoolMeters pool(String name) {
        return pools.computeIfAbsent(
                name,
                any -> new PoolMeters(
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
