package io.github.dqlite4j.sample.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.sql.SQLTransactionRollbackException;
import org.springframework.resilience.annotation.Retryable;

/**
 * Runs the method again if its transaction was rolled back (SQLSTATE 40001), for instance because the leader changed. Safe
 * for methods without side effects outside the transaction. Must not be inside the transaction. Spring also looks at causes,
 * so it works with every exception in which JPA or Spring wraps the error.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Retryable(
        includes = SQLTransactionRollbackException.class,
        maxRetries = 10,
        delay = 50,
        jitter = 25,
        multiplier = 2,
        maxDelay = 1000,
        timeout = 15_000)
@interface RetryRolledBack {}
