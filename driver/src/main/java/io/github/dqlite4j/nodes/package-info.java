/** The members of a cluster as values, stores that keep them, and functions that connect to them. */
@NullMarked
package io.github.dqlite4j.nodes;

import org.jspecify.annotations.NullMarked;
