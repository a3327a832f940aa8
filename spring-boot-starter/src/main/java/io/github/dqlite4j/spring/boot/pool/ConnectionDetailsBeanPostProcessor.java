package io.github.dqlite4j.spring.boot.pool;

import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;

/**
 * Sets the driver class where the application has a {@link JdbcConnectionDetails} or {@link DataSourceProperties} bean with a dqlite URL. Spring Boot knows only the
 * driver classes of a fixed list of databases.
 */
public final class ConnectionDetailsBeanPostProcessor implements BeanPostProcessor, PriorityOrdered {
    private static final String DRIVER = DqliteDriver.class.getName();

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof DataSourceProperties properties
                && DqliteUrl.isDqlite(properties.getUrl())
                && properties.getDriverClassName() == null) {
            properties.setDriverClassName(DRIVER);
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof JdbcConnectionDetails details) || !isUnknown(details)) {
            return bean;
        }
        return Proxy.newProxyInstance(
                bean.getClass().getClassLoader(),
                ClassUtils.getAllInterfaces(bean),
                (proxy, method, arguments) -> answer(details, proxy, method, arguments));
    }

    /** Whether Spring Boot would look for the class in its list. Details of a container name it themselves, and have no URL before it runs. */
    private static boolean isUnknown(JdbcConnectionDetails details) {
        try {
            return details.getClass().getMethod("getDriverClassName").isDefault()
                    && DqliteUrl.isDqlite(details.getJdbcUrl());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static @Nullable Object answer(
            JdbcConnectionDetails details, Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        try {
            return method.invoke(details, arguments);
        } catch (InvocationTargetException e) {
            if (method.getName().equals("getDriverClassName") && DqliteUrl.isDqlite(details.getJdbcUrl())) {
                return DRIVER;
            }
            throw e.getTargetException();
        }
    }
}
