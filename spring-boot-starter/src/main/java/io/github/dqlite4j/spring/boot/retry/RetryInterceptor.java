package io.github.dqlite4j.spring.boot.retry;

import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.AopProxyUtils;

/** Runs an invocation again. Stands outside the interceptor that begins and commits the transaction. */
final class RetryInterceptor implements MethodInterceptor {
    private final RetryRules rules;
    private final Supplier<TransactionRetries> retries;

    RetryInterceptor(RetryRules rules, Supplier<TransactionRetries> retries) {
        this.rules = rules;
        this.retries = retries;
    }

    @Override
    @SuppressWarnings("NullAway") // a method may return null
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        Class<?> type =
                target == null ? invocation.getMethod().getDeclaringClass() : AopProxyUtils.ultimateTargetClass(target);
        RetryCondition condition = rules.condition(invocation.getMethod(), type, invocation.getArguments());
        if (condition == RetryCondition.NEVER || !(invocation instanceof ProxyMethodInvocation repeatable)) {
            return invocation.proceed();
        }
        // An invocation can be made once; each attempt has a copy.
        return retries.get()
                .<@Nullable Object>run(
                        name(invocation.getMethod(), type),
                        condition,
                        () -> repeatable.invocableClone().proceed());
    }

    private static String name(Method method, Class<?> type) {
        return type.getName() + "." + method.getName();
    }
}
