package io.github.dqlite4j.spring.boot;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

/** Names the driver class where the user named none: Spring Boot cannot guess it from the URL. */
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
