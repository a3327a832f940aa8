/** The members of a cluster as values, and stores that keep them. */
@NullMarked
package io.github.dqlite4j.nodes;

import org.jspecify.annotations.NullMarked;
