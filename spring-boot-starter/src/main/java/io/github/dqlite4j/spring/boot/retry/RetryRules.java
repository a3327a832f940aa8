package io.github.dqlite4j.spring.boot.retry;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttribute;

/** Decides which methods are run again, and when. */
final class RetryRules {
    private static final int MAX_DEPTH = 3;

    private final RetryProperties.Mode mode;
    private final AnnotationTransactionAttributeSource transactions = new AnnotationTransactionAttributeSource(false);
    private final Map<MethodClassKey, RetryCondition> conditions = new ConcurrentHashMap<>();
    private final Map<Class<?>, Boolean> entities = new ConcurrentHashMap<>();

    private volatile boolean matched;

    RetryRules(RetryProperties.Mode mode) {
        this.mode = mode;
    }

    /** Whether a method may be run again at all. */
    boolean matches(Method method, Class<?> type) {
        boolean matches = condition(method, type) != RetryCondition.NEVER && transactional(method, type);
        matched |= matches;
        return matches;
    }

    /** Whether there is a method that may be run again. */
    boolean hasMatched() {
        return matched;
    }

    /** The rules for one call. */
    RetryCondition condition(Method method, Class<?> type, @Nullable Object[] arguments) {
        RetryCondition condition = condition(method, type);
        boolean chosen = condition == RetryCondition.NEVER || annotation(method, type) != null;
        // A failed attempt has left ids and versions in them.
        return chosen || !hasEntity(arguments, 0) ? condition : RetryCondition.NEVER;
    }

    private RetryCondition condition(Method method, Class<?> type) {
        return conditions.computeIfAbsent(new MethodClassKey(method, type), key -> {
            if (mode == RetryProperties.Mode.OFF || isAsynchronous(method.getReturnType())) {
                return RetryCondition.NEVER;
            }
            RetryableTransaction annotation = annotation(method, type);
            if (annotation != null) {
                return annotation.value();
            }
            return mode == RetryProperties.Mode.ALL ? RetryCondition.ROLLED_BACK : RetryCondition.NEVER;
        });
    }

    private boolean transactional(Method method, Class<?> type) {
        TransactionAttribute attribute = transactions.getTransactionAttribute(method, type);
        return attribute != null && TransactionRetries.beginsOne(attribute.getPropagationBehavior());
    }

    static @Nullable RetryableTransaction annotation(Method method, Class<?> type) {
        Method specific = AopUtils.getMostSpecificMethod(method, type);
        for (Method candidate : new Method[] {specific, method}) {
            RetryableTransaction found =
                    AnnotatedElementUtils.findMergedAnnotation(candidate, RetryableTransaction.class);
            if (found != null) {
                return found;
            }
        }
        for (Class<?> candidate : new Class<?>[] {specific.getDeclaringClass(), type, method.getDeclaringClass()}) {
            RetryableTransaction found =
                    AnnotatedElementUtils.findMergedAnnotation(candidate, RetryableTransaction.class);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Its transaction may continue after the method has returned. */
    private static boolean isAsynchronous(Class<?> type) {
        return Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
    }

    private boolean hasEntity(@Nullable Object[] values, int depth) {
        for (Object value : values) {
            if (value != null && isEntity(value, depth)) {
                return true;
            }
        }
        return false;
    }

    private boolean isEntity(Object value, int depth) {
        if (depth < MAX_DEPTH) {
            if (value instanceof Iterable<?> several) {
                // Iterating over others may load them from the database, or consume them.
                if (!value.getClass().getName().startsWith("java.util.")) {
                    return true;
                }
                for (Object one : several) {
                    if (one != null && isEntity(one, depth + 1)) {
                        return true;
                    }
                }
                return false;
            }
            if (value instanceof Object[] several) {
                return hasEntity(several, depth + 1);
            }
        }
        return entities.computeIfAbsent(value.getClass(), RetryRules::isEntityClass);
    }

    /** By the names of the annotations, because Jakarta Persistence and Spring Data are optional. */
    private static boolean isEntityClass(Class<?> type) {
        for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
            if (MergedAnnotations.from(current).isPresent("jakarta.persistence.Entity")) {
                return true;
            }
            for (Field field : current.getDeclaredFields()) {
                if (MergedAnnotations.from(field).isPresent("org.springframework.data.annotation.Id")) {
                    return true;
                }
            }
        }
        return false;
    }
}
