package io.github.dqlite4j.sample.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import org.springframework.resilience.annotation.Retryable;

/**
 * Like {@link RetryRolledBack}, but also runs the method again if the outcome of the commit is unknown (SQLSTATE 08007) or no
 * leader was found (08001, 08006). Only for methods that may run twice: those that read, and those that first check whether
 * their work is already done.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Retryable(
        includes = {SQLTransientException.class, SQLNonTransientConnectionException.class},
        maxRetries = 10,
        delay = 50,
        jitter = 25,
        multiplier = 2,
        maxDelay = 1000,
        timeout = 15_000)
@interface RetryRepeatable {}
