/** The rows of a result, as they come from the node or kept in memory. */
@NullMarked
package io.github.dqlite4j.engine.result;

import org.jspecify.annotations.NullMarked;
