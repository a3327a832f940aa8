package io.github.dqlite4j.spring.boot.actuate;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.spring.boot.source.DqliteDataSources;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Lets Spring Boot's {@code db} health ask the cluster instead of the pool, for each data source of dqlite. Those of other databases stay as they are, and so do the names, so
 * that a health group with {@code db} keeps working. A contributor of the application stays.
 */
final class DbHealthPostProcessor implements BeanPostProcessor {
    private static final String NAME = "dbHealthContributor";
    /** As Spring Boot calls a data source of a router without a key. */
    private static final String UNNAMED = "unnamed";

    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<DqliteHealthContributors> contributors;

    DbHealthPostProcessor(
            ConfigurableListableBeanFactory beans, ObjectProvider<DqliteHealthContributors> contributors) {
        this.beans = beans;
        this.contributors = contributors;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!beanName.equals(NAME) || !(bean instanceof HealthContributor given) || !isSpringBoots()) {
            return bean;
        }
        Map<String, DataSource> sources = DqliteDataSources.all(beans);
        if (given instanceof CompositeHealthContributor composite
                && composite.stream().allMatch(entry -> sources.containsKey(entry.name()))) {
            return replaced(composite, sources);
        }
        Map<String, DataSource> single = new LinkedHashMap<>(sources);
        if (given instanceof DataSourceHealthIndicator) {
            single.values().removeIf(AbstractRoutingDataSource.class::isInstance);
        }
        if (single.size() != 1) {
            return bean;
        }
        Map.Entry<String, DataSource> only = single.entrySet().iterator().next();
        return replaced(given, only.getKey(), only.getValue());
    }

    private boolean isSpringBoots() {
        Method method = beans.containsBeanDefinition(NAME)
                        && beans.getMergedBeanDefinition(NAME) instanceof RootBeanDefinition definition
                ? definition.getResolvedFactoryMethod()
                : null;
        return method != null && method.getDeclaringClass() == DataSourceHealthContributorAutoConfiguration.class;
    }

    private CompositeHealthContributor replaced(CompositeHealthContributor given, Map<String, DataSource> sources) {
        Map<String, HealthContributor> replaced = new LinkedHashMap<>();
        given.stream().forEach(entry -> {
            DataSource source = sources.get(entry.name());
            replaced.put(
                    entry.name(),
                    source == null ? entry.contributor() : replaced(entry.contributor(), entry.name(), source));
        });
        return CompositeHealthContributor.fromMap(replaced);
    }

    private HealthContributor replaced(HealthContributor given, String name, DataSource source) {
        if (source instanceof AbstractRoutingDataSource router
                && given instanceof CompositeHealthContributor composite) {
            Map<String, DataSource> routed = new LinkedHashMap<>();
            router.getResolvedDataSources()
                    .forEach((key, target) -> routed.put(Objects.toString(key, UNNAMED), target));
            return replaced(composite, routed);
        }
        if (!(given instanceof DataSourceHealthIndicator)) {
            return given;
        }
        DqliteAdmin cluster = DqliteDataSources.cluster(source);
        return cluster == null ? given : contributors.getObject().of(name, cluster);
    }
}
