package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Micrometer {@link Observation} of each call of this JVM that executes SQL. Its parent is the current observation of the thread. It begins before the call waits for anything,
 * and is stopped when the call ends, in whatever way. Close this object at the end: until then, it listens to the driver. It needs only Micrometer, not Spring.
 */
public final class DqliteObservations implements DqliteListener, AutoCloseable {
    private final ObservationRegistry registry;
    private final @Nullable DqliteObservationConvention convention;

    /**
     * Starts to listen to the driver.
     *
     * @param convention null for a global convention of the registry, or else {@link DefaultDqliteObservationConvention}
     */
    public static DqliteObservations start(
            ObservationRegistry registry, @Nullable DqliteObservationConvention convention) {
        DqliteObservations observations = new DqliteObservations(registry, convention);
        DqliteDriver.addListener(observations);
        return observations;
    }

    private DqliteObservations(ObservationRegistry registry, @Nullable DqliteObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public @Nullable CallListener calling(Calling event) {
        if (registry.isNoop()) {
            return null;
        }
        DqliteObservationContext context = new DqliteObservationContext(event);
        Observation observation = Observation.createNotStarted(
                convention, DefaultDqliteObservationConvention.INSTANCE, () -> context, registry);
        if (observation.isNoop()) {
            return null;
        }
        observation.start();
        return end -> stop(observation, context, end);
    }

    private static void stop(Observation observation, DqliteObservationContext context, Called end) {
        context.end(end);
        try {
            if (end.error() != null) {
                observation.error(end.error());
            }
        } finally {
            observation.stop();
        }
    }

    @Override
    public void close() {
        DqliteDriver.removeListener(this);
    }
}
