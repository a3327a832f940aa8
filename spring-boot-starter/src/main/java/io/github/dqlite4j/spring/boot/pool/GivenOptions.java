package io.github.dqlite4j.spring.boot.pool;

import io.github.dqlite4j.jdbc.DqliteCommonDataSource;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Sets options of the driver on a data source. Options in its URL or its own properties are not changed. */
final class GivenOptions {
    private GivenOptions() {}

    /** Returns false if this kind of data source has no properties for its driver. */
    static boolean add(Object source, Map<String, String> options) {
        Object behind = behind(source);
        if (behind != null) {
            return add(behind, options);
        }
        if (source instanceof DqliteCommonDataSource own) {
            Properties set = own.getProperties();
            options.forEach((key, value) -> {
                if (!set.containsKey(key)) {
                    own.setProperty(key, value);
                }
            });
            return true;
        }
        if (PoolDefaults.of(source) == PoolDefaults.HIKARI) {
            HikariPools.add(source, options);
            return true;
        }
        if (source instanceof AbstractDriverBasedDataSource driver) {
            driver.setConnectionProperties(merged(driver.getConnectionProperties(), options));
            return true;
        }
        return addToPool(source, options);
    }

    private static @Nullable Object behind(Object source) {
        if (PoolDefaults.of(source) == PoolDefaults.HIKARI) {
            return HikariPools.behind(source);
        }
        return source instanceof DelegatingDataSource delegating ? delegating.getTargetDataSource() : null;
    }

    /** The pools that are not a dependency of the starter. */
    private static boolean addToPool(Object source, Map<String, String> options) {
        PoolDefaults pool = PoolDefaults.of(source);
        if (pool == PoolDefaults.TOMCAT || pool == PoolDefaults.DBCP2) {
            options.forEach(DataSourceUrls.properties(source)::putIfAbsent);
            return true;
        }
        return options.isEmpty();
    }

    private static Properties merged(@Nullable Properties set, Map<String, String> options) {
        Properties merged = new Properties();
        merged.putAll(options);
        if (set != null) {
            merged.putAll(set);
        }
        return merged;
    }

    /** Options that the URL does not have. */
    static Map<String, String> without(Map<DqliteProperty, String> options, String url) {
        Map<String, String> left = new LinkedHashMap<>();
        options.forEach((property, value) -> {
            if (!DqliteUrl.hasOption(url, property.key())) {
                left.put(property.key(), value);
            }
        });
        return left;
    }
}
