package io.github.dqlite4j.spring.boot.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.ClassUtils;

/** The runtime hints for the pools, whose properties are read and set by reflection. */
final class PoolRuntimeHints implements RuntimeHintsRegistrar {
    private static final List<String> MIGRATION_DETAILS = List.of(
            "org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        for (PoolDefaults pool : PoolDefaults.values()) {
            for (String name : pool.typeNames()) {
                hints.reflection()
                        .registerTypeIfPresent(
                                loader,
                                name,
                                MemberCategory.INVOKE_PUBLIC_METHODS,
                                MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
            }
        }
        hints.proxies().registerJdkProxy(JdbcConnectionDetails.class);
        for (String details : MIGRATION_DETAILS) {
            if (ClassUtils.isPresent(details, loader)) {
                hints.proxies().registerJdkProxy(TypeReference.of(details));
            }
        }
    }
}
