/** Runs transactions again after a leader change has rolled them back. */
@NullMarked
package io.github.dqlite4j.spring.boot.retry;

import org.jspecify.annotations.NullMarked;
