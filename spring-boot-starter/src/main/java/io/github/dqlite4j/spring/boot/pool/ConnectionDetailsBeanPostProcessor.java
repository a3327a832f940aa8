package io.github.dqlite4j.spring.boot.pool;

import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Sets the driver class where the application has connection details, also those of Flyway or Liquibase alone, or a {@link DataSourceProperties} bean with a dqlite URL. Spring Boot knows only the
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
        if (!(bean instanceof ConnectionDetails)) {
            return bean;
        }
        for (Class<?> type : ClassUtils.getAllInterfaces(bean)) {
            Method url = ReflectionUtils.findMethod(type, "getJdbcUrl");
            Method driver = ReflectionUtils.findMethod(type, "getDriverClassName");
            if (url != null && driver != null && isUnknown(bean, url, driver)) {
                return Proxy.newProxyInstance(
                        bean.getClass().getClassLoader(),
                        ClassUtils.getAllInterfaces(bean),
                        (proxy, method, arguments) -> answer(bean, url, proxy, method, arguments));
            }
        }
        return bean;
    }

    /** Whether Spring Boot would look for the class in its list. Details of a container name it themselves, and have no URL before it runs. */
    private static boolean isUnknown(Object details, Method url, Method driver) {
        Method own = ReflectionUtils.findMethod(details.getClass(), driver.getName());
        return (own == null || own.isDefault()) && isDqlite(details, url);
    }

    private static boolean isDqlite(Object details, Method url) {
        return DqliteUrl.isDqlite((String) ReflectionUtils.invokeMethod(url, details));
    }

    private static @Nullable Object answer(
            Object details, Method url, Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        if (method.getName().equals("getDriverClassName") && isDqlite(details, url)) {
            return DRIVER;
        }
        try {
            return method.invoke(details, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
