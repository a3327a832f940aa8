/** Nodes of dqlite in a container, for tests with Testcontainers. */
@NullMarked
package io.github.dqlite4j.testcontainers;

import org.jspecify.annotations.NullMarked;
