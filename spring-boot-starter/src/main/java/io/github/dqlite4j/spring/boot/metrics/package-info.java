/** Micrometer meters and observations. {@code DqliteMetrics} and {@code DqliteObservations} also work without Spring. */
@NullMarked
package io.github.dqlite4j.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
