/** Micrometer meters and spans. {@code DqliteMetrics} also works without Spring. */
@NullMarked
package io.github.dqlite4j.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
