package io.github.dqlite4j.spring.boot.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.ConfigurablePropertyAccessor;
import org.springframework.beans.PropertyAccessor;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;

/** Finds out to which URL a data source connects, without a connection. For this module's own use. */
public final class DataSourceUrls {
    private static final int MAX_DEPTH = 10;

    private DataSourceUrls() {}

    /** A URL of dqlite, with the properties that a pool passes to the driver. */
    record Target(String url, Properties properties) {}

    /**
     * Looks through the data sources of Spring and HikariCP that wrap another one, but not through those that choose between several.
     *
     * @return the URL if it is one of dqlite, otherwise null
     */
    public static @Nullable String dqliteUrl(DataSource dataSource) {
        Target target = target(dataSource);
        return target == null ? null : target.url();
    }

    static @Nullable Target target(DataSource dataSource) {
        for (BeanWrapper bean : chain(dataSource)) {
            for (String url : urls(bean)) {
                if (DqliteUrl.isDqlite(url)) {
                    return new Target(url, properties(bean.getWrappedInstance()));
                }
            }
        }
        return null;
    }

    /**
     * Whether it is known that this is another database, because it is embedded, or by its URL. A driver that wraps another one has the name of the other in its URL.
     */
    public static boolean isOther(DataSource dataSource) {
        List<BeanWrapper> chain = chain(dataSource);
        if (chain.stream().anyMatch(bean -> bean.getWrappedInstance() instanceof EmbeddedDatabase)) {
            return true;
        }
        List<String> urls = chain.stream().flatMap(bean -> urls(bean).stream()).toList();
        return !urls.isEmpty() && urls.stream().noneMatch(url -> url.contains(":dqlite:"));
    }

    /** The data source, and those that it wraps. */
    private static List<BeanWrapper> chain(DataSource dataSource) {
        List<BeanWrapper> chain = new ArrayList<>();
        Object source = dataSource;
        for (int depth = 0; source != null && depth < MAX_DEPTH; depth++) {
            if (source instanceof DelegatingDataSource delegating) {
                source = delegating.getTargetDataSource();
                continue;
            }
            BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(source);
            chain.add(bean);
            source = read(bean, "dataSource");
        }
        return chain;
    }

    private static List<String> urls(BeanWrapper bean) {
        return Stream.of("jdbcUrl", "url")
                .map(name -> read(bean, name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /**
     * The properties that a data source passes to the driver, by the names that HikariCP, Tomcat's pool, Spring and the driver's own data
     * sources use.
     *
     * @return those of the data source, or new ones if it has none
     */
    public static Properties properties(Object source) {
        BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(source);
        for (String name :
                new String[] {"dataSourceProperties", "dbProperties", "connectionProperties", "properties"}) {
            if (read(bean, name) instanceof Properties given) {
                return given;
            }
        }
        // Commons DBCP does not show them.
        ConfigurablePropertyAccessor fields = PropertyAccessorFactory.forDirectFieldAccess(source);
        return read(fields, "connectionProperties") instanceof Properties given ? given : new Properties();
    }

    /** A getter of an unknown pool may throw. */
    private static @Nullable Object read(PropertyAccessor bean, String name) {
        try {
            return bean.isReadableProperty(name) ? bean.getPropertyValue(name) : null;
        } catch (BeansException e) {
            return null;
        }
    }
}
