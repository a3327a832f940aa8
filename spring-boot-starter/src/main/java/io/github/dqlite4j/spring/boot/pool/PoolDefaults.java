package io.github.dqlite4j.spring.boot.pool;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.util.ClassUtils;

/**
 * Settings of pools that fit dqlite. Calls wait longer than an election takes, which is 4 to 6 seconds, and a connection that was closed
 * after an unknown outcome is not handed out again.
 */
enum PoolDefaults {
    /** HikariCP makes the connection timeout the driver's login timeout, too. */
    HIKARI(
            "com.zaxxer.hikari.HikariDataSource",
            "com.zaxxer.hikari.HikariConfig",
            Map.of(
                    "keepaliveTime", 30_000L,
                    "validationTimeout", 3_000L,
                    "maxLifetime", 600_000L,
                    "connectionTimeout", 15_000L,
                    "initializationFailTimeout", 15_000L)),
    TOMCAT(
            "org.apache.tomcat.jdbc.pool.DataSource",
            "org.apache.tomcat.jdbc.pool.PoolProperties",
            Map.of(
                    "maxWait",
                    15_000,
                    "maxAge",
                    600_000L,
                    "testOnBorrow",
                    true,
                    "validationInterval",
                    0L,
                    "testWhileIdle",
                    true)),
    DBCP2(
            "org.apache.commons.dbcp2.BasicDataSource",
            "org.apache.commons.dbcp2.BasicDataSource",
            Map.of(
                    "maxWaitMillis", 15_000L,
                    "maxConnLifetimeMillis", 600_000L,
                    "testWhileIdle", true,
                    "timeBetweenEvictionRunsMillis", 30_000L));

    /** Waiting does not help if the URL is not valid. */
    static final String INITIALIZATION_TIMEOUT = "initializationFailTimeout";

    private final String type;
    private final String unchanged;
    private final Map<String, Object> values;

    PoolDefaults(String type, String unchanged, Map<String, Object> values) {
        this.type = type;
        this.unchanged = unchanged;
        this.values = values;
    }

    /** The classes whose properties are read or set. */
    Set<String> typeNames() {
        return new LinkedHashSet<>(List.of(type, unchanged));
    }

    static @Nullable PoolDefaults of(Object pool) {
        for (PoolDefaults defaults : values()) {
            for (Class<?> type = pool.getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().equals(defaults.type)) {
                    return defaults;
                }
            }
        }
        return null;
    }

    /**
     * Sets what was not set.
     *
     * @param isGiven whether a setting was given in the application's properties, so that it counts even if it is the pool's own default
     */
    void applyTo(Object pool, Predicate<String> isGiven) {
        BeanWrapper target = PropertyAccessorFactory.forBeanPropertyAccess(pool);
        BeanWrapper fresh = PropertyAccessorFactory.forBeanPropertyAccess(BeanUtils.instantiateClass(
                ClassUtils.resolveClassName(unchanged, pool.getClass().getClassLoader())));
        values.forEach((name, value) -> {
            if (Objects.equals(target.getPropertyValue(name), fresh.getPropertyValue(name)) && !isGiven.test(name)) {
                target.setPropertyValue(name, value);
            }
        });
    }
}
