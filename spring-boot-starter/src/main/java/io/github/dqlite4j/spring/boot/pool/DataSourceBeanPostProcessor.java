package io.github.dqlite4j.spring.boot.pool;

import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Prepares each data source bean with a dqlite URL, including those that the application defines. Runs after Spring Boot has bound
 * properties to the bean, and before anything connects.
 */
public final class DataSourceBeanPostProcessor implements BeanPostProcessor, PriorityOrdered {
    private static final Logger LOG = LoggerFactory.getLogger(DataSourceBeanPostProcessor.class);

    /** Spring Boot binds at the highest precedence, and applies connection details two after it. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    private final ApplicationContext context;
    private @Nullable Map<DqliteProperty, String> options;

    /** Called by Spring Boot. */
    public DataSourceBeanPostProcessor(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof DataSource source) {
            String url = DataSourceUrls.dqliteUrl(source);
            if (url != null) {
                prepare(source, beanName, url);
            }
        }
        return bean;
    }

    private void prepare(DataSource source, String beanName, String url) {
        PoolDefaults defaults = PoolDefaults.of(source);
        if (defaults == PoolDefaults.HIKARI && HikariPools.isStarted(source)) {
            LOG.warn(
                    "The pool of the bean {} has started already, so it keeps its own settings. Build it without connecting,"
                            + " for instance by DataSourceBuilder",
                    beanName);
            return;
        }
        if (defaults != null) {
            Predicate<String> given = given(source, beanName);
            boolean valid = DqliteUrl.isValid(url);
            defaults.applyTo(
                    source, name -> given.test(name) || !valid && name.equals(PoolDefaults.INITIALIZATION_TIMEOUT));
        }
        Map<String, String> missing = GivenOptions.without(options(), url);
        if (!GivenOptions.add(source, missing)) {
            LOG.warn(
                    "The bean {} of {} has no properties for its driver, so {} have no effect on it. Set them in its URL",
                    beanName,
                    source.getClass().getName(),
                    missing.keySet());
        }
    }

    /** Read late, because tests add properties after the context was created. */
    private Map<DqliteProperty, String> options() {
        Map<DqliteProperty, String> read = options;
        if (read == null) {
            read = DriverOptions.of(context.getEnvironment());
            options = read;
        }
        return read;
    }

    private Predicate<String> given(DataSource source, String beanName) {
        ConfigurationPropertiesBean bound = ConfigurationPropertiesBean.get(context, source, beanName);
        if (bound == null) {
            return name -> false;
        }
        String prefix = bound.getAnnotation().prefix();
        Binder binder = Binder.get(context.getEnvironment());
        return name -> binder.bind(prefix + "." + DriverOptions.kebab(name), Bindable.of(String.class))
                .isBound();
    }
}
