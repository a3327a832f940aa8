/** Statements that are prepared on the node. */
@NullMarked
package io.github.dqlite4j.engine.prepared;

import org.jspecify.annotations.NullMarked;
