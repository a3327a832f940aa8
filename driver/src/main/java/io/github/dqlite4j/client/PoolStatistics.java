package io.github.dqlite4j.client;

/**
 * The state of a pool at one moment.
 *
 * @param size connections that are open or being opened
 * @param idle connections that are free
 * @param inUse connections that calls hold
 * @param waiting calls that wait for a connection
 */
public record PoolStatistics(int size, int idle, int inUse, int waiting) {}
