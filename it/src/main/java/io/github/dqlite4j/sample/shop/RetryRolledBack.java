package io.github.dqlite4j.sample.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.sql.SQLTransactionRollbackException;
import org.springframework.resilience.annotation.Retryable;

/**
 * Runs the method again when the driver says that its transaction was rolled back (SQLSTATE 40001), as happens when the leader
 * changes. Safe for every method that does nothing but its transaction; stands outside it. Causes count too, so it does not
 * matter what JPA or Spring wrapped the error in.
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
