/** Runs whole transactions again after a leader change has rolled them back. */
@NullMarked
package io.github.dqlite4j.jdbc.retry;

import org.jspecify.annotations.NullMarked;
