package io.github.dqlite4j.spring.boot.source;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Prepares the beans themselves, and not the proxies around them. */
@FunctionalInterface
public interface BeanPreparation extends BeanPostProcessor {
    /** May be called twice for a bean: before and after it is initialized. */
    void prepare(Object bean);

    @Override
    default Object postProcessBeforeInitialization(Object bean, String name) {
        prepare(bean);
        return bean;
    }

    /**
     * The only call for what a FactoryBean has made, which may have a proxy by now. A proxy without a target of its own is left out: the
     * target is another bean, or does not exist yet, as in a scope that has not begun.
     */
    @Override
    default Object postProcessAfterInitialization(Object bean, String name) {
        Object target = bean;
        while (target != null && AopUtils.isAopProxy(target)) {
            target = AopProxyUtils.getSingletonTarget(target);
        }
        if (target != null) {
            prepare(target);
        }
        return bean;
    }
}
