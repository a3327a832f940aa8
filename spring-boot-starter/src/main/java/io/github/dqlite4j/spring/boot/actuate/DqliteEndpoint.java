package io.github.dqlite4j.spring.boot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The actuator endpoint {@code dqlite}: the current state of the clusters of the application's data sources. It changes nothing. */
@Endpoint(id = "dqlite")
public class DqliteEndpoint {
    private final ClusterProbes probes;

    DqliteEndpoint(ClusterProbes probes) {
        this.probes = probes;
    }

    /** All clusters, by the names of the data sources. */
    @ReadOperation
    public Map<String, Object> clusters() {
        Map<String, Object> shown = new LinkedHashMap<>();
        probes.views().forEach((name, view) -> shown.put(name, ShownCluster.of(view)));
        return Map.of("clusters", shown);
    }

    /** The cluster of one data source; null if there is none with this name. */
    @ReadOperation
    public @Nullable Object cluster(@Selector String name) {
        return probes.names().contains(name) ? ShownCluster.of(probes.view(name)) : null;
    }
}
