package io.github.dqlite4j.spring.boot.retry;

import io.github.dqlite4j.spring.boot.source.BeanPreparation;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.util.ClassUtils;

/** Auto-configuration for running transactions again, see docs/spring-boot.md. */
@AutoConfiguration
@ConditionalOnClass(ConfigurableTransactionManager.class)
@EnableConfigurationProperties(RetryProperties.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class DqliteRetryAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(DqliteRetryAutoConfiguration.class);

    private static final String MODE = "spring.dqlite.retry.mode";

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Attempts dqliteTransactionAttempts() {
        return new Attempts();
    }

    /** This infrastructure bean must not depend on the properties bean, which would then be created before all post-processors. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryRules dqliteRetryRules(Environment environment) {
        return new RetryRules(
                Binder.get(environment).bind(MODE, RetryProperties.Mode.class).orElse(RetryProperties.Mode.ANNOTATED));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryInterceptor dqliteRetryInterceptor(RetryRules rules, ObjectProvider<TransactionRetries> retries) {
        Supplier<TransactionRetries> late = retries::getObject;
        return new RetryInterceptor(rules, late);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryAdvisor dqliteRetryAdvisor(RetryRules rules, RetryInterceptor interceptor) {
        return new RetryAdvisor(rules, interceptor);
    }

    /** Transaction managers that are not beans get no listener, and their transactions are not run again. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BeanPreparation dqliteTransactionManagerListeners(ObjectProvider<Attempts> attempts) {
        return bean -> {
            if (bean instanceof ConfigurableTransactionManager manager) {
                Attempts listener = attempts.getObject();
                // Spring Boot may have added it to its own manager.
                if (!manager.getTransactionExecutionListeners().contains(listener)) {
                    manager.addListener(listener);
                }
            }
        };
    }

    @Bean
    TransactionRetries dqliteTransactionRetries(
            RetryProperties properties, Attempts attempts, ApplicationEventPublisher publisher) {
        ClassLoader loader = getClass().getClassLoader();
        boolean jpa = ClassUtils.isPresent("jakarta.persistence.EntityManager", loader)
                && ClassUtils.isPresent("org.springframework.orm.jpa.EntityManagerHolder", loader);
        return new TransactionRetries(
                properties, attempts, jpa ? new BoundContexts() : PersistenceContexts.NONE, publisher);
    }

    /** Warns if the retry advisor is inside the transaction, where it never runs anything again. */
    @Bean
    static SmartInitializingSingleton dqliteRetryOrderWarning(
            RetryRules rules, ObjectProvider<BeanFactoryTransactionAttributeSourceAdvisor> transactions) {
        return () -> {
            if (rules.hasMatched()
                    && transactions.stream().anyMatch(advisor -> advisor.getOrder() <= RetryAdvisor.ORDER)) {
                LOG.warn(
                        "@EnableTransactionManagement has an order that puts transactions outside the retries. Nothing is run again"
                                + " with an order of up to {}",
                        RetryAdvisor.ORDER);
            }
        };
    }

    /** Retries for Spring Data repositories. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport")
    static class Repositories {
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static RepositoryRetries dqliteRepositoryRetries(RetryInterceptor interceptor) {
            return new RepositoryRetries(interceptor);
        }
    }

    /** Warns where retries cannot help. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.orm.jpa.support.OpenEntityManagerInViewInterceptor")
    static class OpenInView {
        @Bean
        SmartInitializingSingleton dqliteOpenInViewWarning(
                RetryRules rules,
                ObjectProvider<org.springframework.orm.jpa.support.OpenEntityManagerInViewInterceptor> interceptors) {
            return () -> {
                if (rules.hasMatched() && interceptors.stream().findAny().isPresent()) {
                    LOG.warn(
                            "spring.jpa.open-in-view is on: one persistence context and one connection serve a whole web request."
                                    + " Transactions of a request that has loaded entities before, or after which the outcome is"
                                    + " unknown (08007), are not run again. Set spring.jpa.open-in-view=false");
                }
            };
        }
    }
}
