package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Settings that Spring Boot finds out with a connection, which waits without a cluster, and where it does not know dqlite. They go by the data source of the application, wherever
 * its URL comes from: a property, connection details, or a bean. What the application sets takes precedence.
 */
final class FrameworkDefaults implements BeanPostProcessor {
    private static final Map<String, Setting> SETTINGS = Map.of(
            // jOOQ chooses the dialect by the URL.
            "org.springframework.boot.jooq.autoconfigure.JooqProperties",
            new Setting("sqlDialect", "SQLITE"),
            // Otherwise Spring Boot asks whether the database is an embedded one.
            "org.springframework.boot.hibernate.autoconfigure.HibernateProperties",
            new Setting("ddlAuto", "none"));

    private final ObjectProvider<DataSource> dataSources;

    private record Setting(String property, String value) {}

    FrameworkDefaults(ObjectProvider<DataSource> dataSources) {
        this.dataSources = dataSources;
    }

    /** Spring Boot has bound the application's properties before. */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        Setting setting = SETTINGS.get(bean.getClass().getName());
        if (setting != null) {
            BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(bean);
            if (properties.getPropertyValue(setting.property()) == null && isOfDqlite()) {
                properties.setPropertyValue(setting.property(), setting.value());
            }
        }
        return bean;
    }

    /** False if there are several data sources and none is the primary one: Spring Boot configures neither framework then. */
    private boolean isOfDqlite() {
        DataSource dataSource = dataSources.getIfUnique();
        return dataSource != null && DataSourceUrls.dqliteUrl(dataSource) != null;
    }
}
