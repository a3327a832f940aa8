package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.client.DqlitePool;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** {@link DqliteObservations} for an application that uses dqlite and has a registry of observations. */
@AutoConfiguration(
        after = DataSourceAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class DqliteObservationAutoConfiguration {

    /** No other bean asks for it. */
    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean
    DqliteObservations dqliteObservations(
            ObservationRegistry registry,
            ObjectProvider<DqliteObservationConvention> convention,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<DqlitePool> pools) {
        DqliteObservations observations = new DqliteObservations(registry, convention.getIfAvailable());
        // Asks for the data sources, one of which may fail: then Spring has no bean to close.
        if (DqliteUse.isPossible(beans, pools)) {
            observations.listen();
        }
        return observations;
    }
}
