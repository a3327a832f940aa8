package io.github.dqlite4j.spring.boot.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names observations of calls that execute SQL, and says what they carry. A bean of this type replaces {@link DefaultDqliteObservationConvention}. */
public interface DqliteObservationConvention extends ObservationConvention<DqliteObservationContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof DqliteObservationContext;
    }
}
