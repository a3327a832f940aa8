/** Refuses the statements that would harm a node. */
@NullMarked
package io.github.dqlite4j.sql.guard;

import org.jspecify.annotations.NullMarked;
