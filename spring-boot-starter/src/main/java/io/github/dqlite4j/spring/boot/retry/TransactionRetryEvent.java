package io.github.dqlite4j.spring.boot.retry;

/**
 * Published before a transaction is run again, in its thread. What a listener throws is logged and changes nothing.
 *
 * @param name class and method, or what the caller has named it
 * @param retry 1 for the first retry
 * @param error why the last attempt failed
 */
public record TransactionRetryEvent(String name, int retry, Throwable error) {}
