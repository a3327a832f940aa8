/** Meters and spans of Micrometer. {@code DqliteMetrics} works without Spring, too. */
@NullMarked
package io.github.dqlite4j.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
