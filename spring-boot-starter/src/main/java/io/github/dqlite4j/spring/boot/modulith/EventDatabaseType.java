package io.github.dqlite4j.spring.boot.modulith;

import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import java.util.Arrays;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;

/**
 * Gives the registry of event publications the tables and statements for H2, which also work on dqlite. Spring Modulith chooses by the
 * product name and fails for "SQLite"; its type is not public, so the choice is made here. If the URL has a {@code productName}, or the
 * class is another one in a later version, Spring Modulith chooses.
 */
final class EventDatabaseType implements InstantiationAwareBeanPostProcessor {
    static final String TYPE = "org.springframework.modulith.events.jdbc.DatabaseType";
    private static final String CHOSEN = "H2";
    private static final String PRODUCT_NAME = "productName=";

    private final ObjectProvider<DataSource> dataSources;

    EventDatabaseType(ObjectProvider<DataSource> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public @Nullable Object postProcessBeforeInstantiation(Class<?> type, String name) {
        if (!type.getName().equals(TYPE) || !type.isEnum()) {
            return null;
        }
        DataSource source = dataSources.getIfUnique();
        String url = source == null ? null : DataSourceUrls.dqliteUrl(source);
        return url == null || url.contains(PRODUCT_NAME)
                ? null
                : Arrays.stream(type.getEnumConstants())
                        .filter(constant -> ((Enum<?>) constant).name().equals(CHOSEN))
                        .findFirst()
                        .orElse(null);
    }
}
