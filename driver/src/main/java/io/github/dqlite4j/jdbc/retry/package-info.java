/** Whole transactions that are run again after they were rolled back by a change of the leader. */
@NullMarked
package io.github.dqlite4j.jdbc.retry;

import org.jspecify.annotations.NullMarked;
