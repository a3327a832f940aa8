package io.github.dqlite4j.spring.boot.retry;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/** Puts {@link RetryInterceptor} around repositories of Spring Data, which have their interceptors for transactions without an advisor. */
final class RepositoryRetries implements BeanPostProcessor {
    private final RetryInterceptor interceptor;

    RepositoryRetries(RetryInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof RepositoryFactoryBeanSupport<?, ?, ?> repository) {
            repository.addRepositoryFactoryCustomizer(factory -> factory.addRepositoryProxyPostProcessor(
                    // Methods of the application may do more than one transaction.
                    (proxy, information) -> proxy.addAdvice(
                            0,
                            interceptor.on(new RetryInterceptor.RepositoryInterface(
                                    information.getRepositoryInterface(), information::isBaseClassMethod)))));
        }
        return bean;
    }
}
