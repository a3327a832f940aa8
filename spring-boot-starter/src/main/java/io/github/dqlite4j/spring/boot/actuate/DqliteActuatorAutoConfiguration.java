package io.github.dqlite4j.spring.boot.actuate;

import io.github.dqlite4j.spring.boot.source.DqliteDataSources;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health and the endpoint, if the application has Spring Boot's actuator. */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(DqliteHealthProperties.class)
public final class DqliteActuatorAutoConfiguration {

    @Bean
    ClusterProbes dqliteClusterProbes(ConfigurableListableBeanFactory beans, DqliteHealthProperties properties) {
        return new ClusterProbes(DqliteDataSources.clusters(beans), properties.getTimeout());
    }

    /** The health contributors {@code dqlite} and {@code db}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
    @ConditionalOnEnabledHealthIndicator("dqlite")
    static class HealthConfiguration {
        @Bean
        DqliteHealthContributors dqliteHealthContributors(ClusterProbes probes, DqliteHealthProperties properties) {
            return new DqliteHealthContributors(probes, properties);
        }

        /** There is no contributor without a dqlite data source. */
        @Bean
        @ConditionalOnMissingBean(name = {"dqliteHealthIndicator", "dqliteHealthContributor"})
        @Nullable
        HealthContributor dqliteHealthContributor(DqliteHealthContributors contributors) {
            return contributors.all();
        }

        @Bean
        static DbHealthPostProcessor dqliteDbHealthPostProcessor(
                ConfigurableListableBeanFactory beans, ObjectProvider<DqliteHealthContributors> contributors) {
            return new DbHealthPostProcessor(beans, contributors);
        }
    }

    /** The endpoint {@code dqlite}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(DqliteEndpoint.class)
    static class EndpointConfiguration {
        @Bean
        @ConditionalOnMissingBean
        DqliteEndpoint dqliteEndpoint(ClusterProbes probes) {
            return new DqliteEndpoint(probes);
        }
    }
}
