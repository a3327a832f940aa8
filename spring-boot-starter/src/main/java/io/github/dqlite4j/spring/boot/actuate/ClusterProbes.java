package io.github.dqlite4j.spring.boot.actuate;

import io.github.dqlite4j.admin.DqliteAdmin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The clusters of the application's data sources. They are asked at the same time, so that several take no longer than one. Thread-safe. */
final class ClusterProbes {
    private final Map<String, ClusterProbe> probes = new LinkedHashMap<>();

    /** @param clusters by the names of data sources */
    ClusterProbes(Map<String, DqliteAdmin> clusters, Duration timeout) {
        clusters.forEach((name, cluster) -> probes.put(name, new ClusterProbe(cluster, timeout)));
    }

    Set<String> names() {
        return probes.keySet();
    }

    /** Asks all clusters, and waits for all. */
    Map<String, ClusterView> views() {
        Map<String, ClusterProbe.Waiting> asked = new LinkedHashMap<>();
        probes.forEach((name, probe) -> asked.put(name, probe.ask()));
        Map<String, ClusterView> views = new LinkedHashMap<>();
        asked.forEach((name, waiting) -> views.put(name, waiting.get()));
        return views;
    }

    /** Asks all clusters, and waits for one. The others are asked next, as a rule. */
    ClusterView view(String name) {
        Map<String, ClusterProbe.Waiting> asked = new LinkedHashMap<>();
        probes.forEach((each, probe) -> asked.put(each, probe.ask()));
        ClusterProbe.Waiting waiting = asked.get(name);
        if (waiting == null) {
            throw new IllegalArgumentException("There is no data source " + name + " of dqlite");
        }
        return waiting.get();
    }
}
