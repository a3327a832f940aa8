package io.github.dqlite4j.spring.boot.retry;

import java.lang.reflect.Method;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.AopProxyUtils;

/** Runs an invocation again. It is outside the interceptor that begins and commits the transaction. */
final class RetryInterceptor implements MethodInterceptor {
    private final RetryRules rules;
    private final Supplier<TransactionRetries> retries;
    private final @Nullable RepositoryInterface repository;

    RetryInterceptor(RetryRules rules, Supplier<TransactionRetries> retries) {
        this(rules, retries, null);
    }

    private RetryInterceptor(
            RetryRules rules, Supplier<TransactionRetries> retries, @Nullable RepositoryInterface repository) {
        this.rules = rules;
        this.retries = retries;
        this.repository = repository;
    }

    /**
     * An interface of Spring Data.
     *
     * @param isOneTransaction whether a method that has no annotation is one transaction
     */
    record RepositoryInterface(Class<?> type, Predicate<Method> isOneTransaction) {}

    /** The same for the methods of a repository. */
    RetryInterceptor on(RepositoryInterface repository) {
        return new RetryInterceptor(rules, retries, repository);
    }

    private Class<?> type(MethodInvocation invocation) {
        if (repository != null) {
            return repository.type();
        }
        Object target = invocation.getThis();
        return target == null ? invocation.getMethod().getDeclaringClass() : AopProxyUtils.ultimateTargetClass(target);
    }

    /** A proxy of a class has this interceptor for those methods only. */
    private boolean isOneTransaction(Method method) {
        return repository == null
                || repository.isOneTransaction().test(method)
                || rules.matches(method, repository.type());
    }

    @Override
    @SuppressWarnings("NullAway") // a method may return null
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Class<?> type = type(invocation);
        RetryCondition condition = rules.condition(invocation.getMethod(), type, invocation.getArguments());
        if (condition == RetryCondition.NEVER
                || !isOneTransaction(invocation.getMethod())
                || !(invocation instanceof ProxyMethodInvocation repeatable)) {
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
