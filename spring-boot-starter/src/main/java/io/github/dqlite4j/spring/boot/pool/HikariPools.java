package io.github.dqlite4j.spring.boot.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The code that needs the classes of HikariCP, which an application may exclude. */
final class HikariPools {
    private HikariPools() {}

    /** Whether it has connected, so that its settings cannot be changed. */
    static boolean isStarted(Object pool) {
        return pool instanceof HikariDataSource hikari && hikari.getHikariPoolMXBean() != null;
    }

    /** The data source that the pool takes its connections from; null if it uses the driver. */
    static @Nullable DataSource behind(Object pool) {
        return ((HikariConfig) pool).getDataSource();
    }

    static void add(Object pool, Map<String, String> options) {
        options.forEach(((HikariConfig) pool).getDataSourceProperties()::putIfAbsent);
    }
}
