package io.github.dqlite4j.spring.boot.source;

import io.github.dqlite4j.admin.DqliteAdmin;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/** The data sources of an application, and the clusters that they connect to. For this module's own use. */
public final class DqliteDataSources {
    private DqliteDataSources() {}

    /** All data sources of the application by the names of their beans, as in Spring Boot's own health check. */
    public static Map<String, DataSource> all(ConfigurableListableBeanFactory beans) {
        return SimpleAutowireCandidateResolver.resolveAutowireCandidates(beans, DataSource.class, false, true);
    }

    /** The clusters of those whose URL is one of dqlite. */
    public static Map<String, DqliteAdmin> clusters(ConfigurableListableBeanFactory beans) {
        Map<String, DqliteAdmin> clusters = new LinkedHashMap<>();
        all(beans).forEach((name, source) -> {
            DqliteAdmin cluster = cluster(source);
            if (cluster != null) {
                clusters.put(name, cluster);
            }
        });
        return clusters;
    }

    /** Whether the application may use dqlite: false if it has no data source, or if all are known to be of other databases. Does not connect. */
    public static boolean mayBeUsed(ConfigurableListableBeanFactory beans) {
        return all(beans).values().stream().anyMatch(source -> !DataSourceUrls.isOther(source));
    }

    /**
     * The cluster that the data source connects to.
     *
     * @return null if its URL is not a dqlite URL, or is wrong; its first connection reports that
     */
    public static @Nullable DqliteAdmin cluster(DataSource source) {
        DataSourceUrls.Target target = DataSourceUrls.target(source);
        if (target == null) {
            return null;
        }
        try {
            return DqliteAdmin.of(target.url(), target.properties());
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }
}
