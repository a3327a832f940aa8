package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.spring.boot.source.DqliteDataSources;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** {@link DqliteMetrics} for the data sources and pools of the application, if it has a meter registry. Without any of dqlite there are no meters. */
@AutoConfiguration(
        after = DataSourceAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class DqliteMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DqliteMetrics dqliteMetrics(ConfigurableListableBeanFactory beans, ObjectProvider<DqlitePool> pools) {
        DqliteMetrics metrics = new DqliteMetrics(
                DqliteDataSources.clusters(beans), pools.orderedStream().toList());
        if (!DqliteUse.isPossible(beans, pools)) {
            // It does nothing when it is bound.
            metrics.close();
        }
        return metrics;
    }

    @Bean
    RetryMeters dqliteRetryMeters(
            MeterRegistry registry, ConfigurableListableBeanFactory beans, ObjectProvider<DqlitePool> pools) {
        return new RetryMeters(registry, DqliteUse.isPossible(beans, pools));
    }
}
