package io.github.dqlite4j.spring.boot.retry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says whether a {@code @Transactional} method may be run again. On a class, it applies to all transactional methods of the class; an annotation on a
 * method takes precedence. It has an effect only where the method begins the transaction: a method that takes part in the transaction of its caller is
 * run again with the caller, if the caller is retryable.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface RetryableTransaction {
    /** After which failures the method is run again. */
    RetryCondition value() default RetryCondition.ROLLED_BACK;
}
