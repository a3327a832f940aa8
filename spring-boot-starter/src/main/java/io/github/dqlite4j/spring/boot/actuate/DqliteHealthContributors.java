package io.github.dqlite4j.spring.boot.actuate;

import io.github.dqlite4j.admin.DqliteAdmin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/** Makes the health contributors of data sources. */
final class DqliteHealthContributors {
    private final ClusterProbes probes;
    private final DqliteHealthProperties properties;

    DqliteHealthContributors(ClusterProbes probes, DqliteHealthProperties properties) {
        this.probes = probes;
        this.properties = properties;
    }

    /** Of all data sources of dqlite, as Spring Boot does: one is not named. Null if there is none. */
    @Nullable
    HealthContributor all() {
        Map<String, HealthContributor> all = new LinkedHashMap<>();
        probes.names().forEach(name -> all.put(name, of(name)));
        if (all.isEmpty()) {
            return null;
        }
        return all.size() == 1 ? all.values().iterator().next() : CompositeHealthContributor.fromMap(all);
    }

    /** Of the cluster of a data source, which may be one behind a router. */
    HealthContributor of(String name, DqliteAdmin cluster) {
        if (probes.names().contains(name)) {
            return of(name);
        }
        ClusterProbe probe = new ClusterProbe(cluster, properties.getTimeout());
        return new DqliteHealthIndicator(() -> probe.ask().get(), properties.getElectionTimeout());
    }

    private HealthContributor of(String name) {
        return new DqliteHealthIndicator(() -> probes.view(name), properties.getElectionTimeout());
    }
}
