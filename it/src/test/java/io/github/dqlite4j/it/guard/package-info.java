/** Statements, names and values that could crash a node: the driver refuses them or makes them harmless. */
@NullMarked
package io.github.dqlite4j.it.guard;

import org.jspecify.annotations.NullMarked;
