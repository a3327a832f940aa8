package io.github.dqlite4j.event;

/**
 * Statistics of the caches of prepared statements of all connections of this JVM.
 *
 * @param hits executions of a statement that was already prepared
 * @param misses statements that had to be prepared first
 * @param size number of statements that are prepared now
 */
public record StatementCacheStatistics(long hits, long misses, long size) {}
