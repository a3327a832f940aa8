package io.github.dqlite4j.event;

/**
 * What the caches of prepared statements of all connections of this JVM have done.
 *
 * @param hits executions of a statement that was prepared already
 * @param misses statements that had to be prepared first
 * @param size how many are prepared now
 */
public record StatementCacheStatistics(long hits, long misses, long size) {}
