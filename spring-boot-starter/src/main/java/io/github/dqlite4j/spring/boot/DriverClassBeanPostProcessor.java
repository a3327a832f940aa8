package io.github.dqlite4j.spring.boot;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

/**
 * Sets the driver class if the user has not set it, because Spring Boot does not know the URL. {@link DqliteDefaults} sets it
 * by property, which reaches only the main data source and Flyway; this class reaches the other {@link DataSourceProperties}
 * beans.
 */
final class DriverClassBeanPostProcessor implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof DataSourceProperties properties
                && properties.getDriverClassName() == null
                && DqliteUrl.isDqlite(properties.getUrl())) {
            properties.setDriverClassName(DqliteUrl.DRIVER_CLASS);
        }
        return bean;
    }
}
