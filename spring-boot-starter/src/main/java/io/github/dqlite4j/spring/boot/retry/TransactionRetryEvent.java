package io.github.dqlite4j.spring.boot.retry;

/**
 * Published before a transaction is run again, in the thread of the transaction. An exception from a listener is logged and has no other effect.
 *
 * @param name class and method, or the name that the caller has given
 * @param retry 1 for the first retry
 * @param error why the last attempt failed
 */
public record TransactionRetryEvent(String name, int retry, Throwable error) {}
