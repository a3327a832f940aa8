package io.github.dqlite4j.spring.boot;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Finds out to which URL a data source connects, without a connection. For this module's own use. */
public final class DataSourceUrls {
    private static final int MAX_DEPTH = 10;

    private DataSourceUrls() {}

    /** Whether this is a URL of dqlite. */
    public static boolean isDqlite(@Nullable String url) {
        return DqliteUrl.isDqlite(url);
    }

    /** Whether the driver accepts this URL. */
    public static boolean isValid(String url) {
        return DqliteUrl.isValid(url);
    }

    /**
     * Looks behind the data sources of Spring and HikariCP that stand before another one, but not behind those that choose between
     * several.
     *
     * @return the URL if it is one of dqlite, otherwise null
     */
    public static @Nullable String dqliteUrl(DataSource dataSource) {
        Object source = dataSource;
        for (int depth = 0; source != null && depth < MAX_DEPTH; depth++) {
            if (source instanceof DelegatingDataSource delegating) {
                source = delegating.getTargetDataSource();
                continue;
            }
            BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(source);
            for (String name : new String[] {"jdbcUrl", "url"}) {
                if (bean.isReadableProperty(name)
                        && bean.getPropertyValue(name) instanceof String url
                        && DqliteUrl.isDqlite(url)) {
                    return url;
                }
            }
            source = bean.isReadableProperty("dataSource") ? bean.getPropertyValue("dataSource") : null;
        }
        return null;
    }
}
