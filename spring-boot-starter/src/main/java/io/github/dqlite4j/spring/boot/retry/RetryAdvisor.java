package io.github.dqlite4j.spring.boot.retry;

import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/** Puts {@link RetryInterceptor} around transactional methods. */
final class RetryAdvisor extends StaticMethodMatcherPointcutAdvisor {
    /** Spring's advisor for transactions has the lowest precedence, unless the application has given it another one. */
    static final int ORDER = LOWEST_PRECEDENCE - 100;

    private static final long serialVersionUID = 1;

    private final transient RetryRules rules;

    RetryAdvisor(RetryRules rules, RetryInterceptor interceptor) {
        super(interceptor);
        this.rules = rules;
        setOrder(ORDER);
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return rules.matches(method, targetClass);
    }
}
