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
        observations.listen();
        return observations;
    }

    DqliteObservations(ObservationRegistry registry, @Nullable DqliteObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    void listen() {
        DqliteDriver.addListener(this);
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
        start(observation);
        return end -> {
            context.end(end);
            stop(observation, end.error());
        };
    }

    /** If a handler fails, those before it have begun, and must see the end. */
    private static void start(Observation observation) {
        try {
            observation.start();
        } catch (Throwable e) {
            try {
                stop(observation, e);
            } catch (Throwable second) {
                if (second != e) {
                    e.addSuppressed(second);
                }
            }
            throw e;
        }
    }

    private static void stop(Observation observation, @Nullable Throwable error) {
        try {
            if (error != null) {
                observation.error(error);
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
