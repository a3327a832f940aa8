/** Nodes in a container of a real engine, if the tests may use one. */
@NullMarked
package io.github.dqlite4j.it.containers;

import org.jspecify.annotations.NullMarked;
