package io.github.dqlite4j.spring.boot.pool;

import com.zaxxer.hikari.HikariConfig;
import io.github.dqlite4j.jdbc.DqliteCommonDataSource;
import io.github.dqlite4j.settings.DqliteProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Hands options of the driver to a data source. What its URL or its own properties set, stays. */
final class GivenOptions {
    private GivenOptions() {}

    /** Returns false if this kind of data source takes no properties for its driver. */
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
        if (source instanceof HikariConfig hikari) {
            options.forEach(hikari.getDataSourceProperties()::putIfAbsent);
            return true;
        }
        if (source instanceof AbstractDriverBasedDataSource driver) {
            driver.setConnectionProperties(merged(driver.getConnectionProperties(), options));
            return true;
        }
        return addToPool(source, options);
    }

    private static @Nullable Object behind(Object source) {
        if (source instanceof HikariConfig hikari) {
            return hikari.getDataSource();
        }
        return source instanceof DelegatingDataSource delegating ? delegating.getTargetDataSource() : null;
    }

    /** The pools that are no dependency of the starter. */
    private static boolean addToPool(Object source, Map<String, String> options) {
        BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(source);
        if (PoolDefaults.of(source) == PoolDefaults.TOMCAT
                && bean.getPropertyValue("dbProperties") instanceof Properties set) {
            options.forEach(set::putIfAbsent);
            return true;
        }
        if (PoolDefaults.of(source) == PoolDefaults.DBCP2
                && source instanceof org.apache.commons.dbcp2.BasicDataSource dbcp) {
            options.forEach(dbcp::addConnectionProperty);
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
            if (!hasOption(url, property.key())) {
                left.put(property.key(), value);
            }
        });
        return left;
    }

    private static boolean hasOption(String url, String key) {
        int question = url.indexOf('?');
        if (question < 0) {
            return false;
        }
        for (String option : url.substring(question + 1).split("&")) {
            if (option.startsWith(key + "=")) {
                return true;
            }
        }
        return false;
    }
}
