package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.context.ApplicationContext;

/**
 * Sets the dialect of jOOQ and {@code ddl-auto} of Hibernate, if the application's data source is of dqlite and the application has not set
 * them. Spring Boot does not know dqlite, and would open a connection to find out, which waits without a cluster.
 */
final class FrameworkDefaults implements BeanPostProcessor {
    private static final String HIBERNATE = "org.springframework.boot.hibernate.autoconfigure.HibernateProperties";
    private static final Map<String, Setting> SETTINGS = Map.of(
            // jOOQ chooses the dialect by the URL.
            "org.springframework.boot.jooq.autoconfigure.JooqProperties",
            new Setting("sqlDialect", "SQLITE"),
            // Otherwise Spring Boot asks whether the database is an embedded one.
            HIBERNATE,
            new Setting("ddlAuto", "none"));

    private final ApplicationContext context;
    private final ObjectProvider<DataSource> dataSources;

    private record Setting(String property, String value) {}

    FrameworkDefaults(ApplicationContext context, ObjectProvider<DataSource> dataSources) {
        this.context = context;
        this.dataSources = dataSources;
    }

    /** Spring Boot has bound the application's properties before. */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        String type = bean.getClass().getName();
        Setting setting = SETTINGS.get(type);
        if (setting != null) {
            BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(bean);
            if (properties.getPropertyValue(setting.property()) == null
                    && isOfDqlite()
                    && !(type.equals(HIBERNATE) && mayAlsoBeEmbedded())) {
                properties.setPropertyValue(setting.property(), setting.value());
            }
        }
        return bean;
    }

    /** Goes by {@code spring.datasource.url} where the data source does not say what its URL is. */
    private boolean isOfDqlite() {
        DataSource source = dataSource();
        if (source != null && DataSourceUrls.dqliteUrl(source) != null) {
            return true;
        }
        return (source == null || !DataSourceUrls.isOther(source))
                && DqliteUrl.isDqlite(context.getEnvironment().getProperty("spring.datasource.url"));
    }

    /** Null if there are several and none is the primary one, or if it cannot be made yet: what defines it may need these properties. */
    private @Nullable DataSource dataSource() {
        try {
            return dataSources.getIfUnique();
        } catch (BeansException e) {
            return null;
        }
    }

    /** The value would also hold for the second data source, whose tables Spring Boot creates if it is embedded. */
    private boolean mayAlsoBeEmbedded() {
        return EmbeddedDatabaseConnection.get(context.getClassLoader()) != EmbeddedDatabaseConnection.NONE
                && Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                                        context, DataSource.class, true, false))
                                .filter(name -> !ScopedProxyUtils.isScopedTarget(name))
                                .count()
                        > 1;
    }
}
