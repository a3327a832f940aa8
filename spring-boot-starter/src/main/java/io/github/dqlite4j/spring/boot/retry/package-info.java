/** Runs transactions again that were rolled back because the leader changed. */
@NullMarked
package io.github.dqlite4j.spring.boot.retry;

import org.jspecify.annotations.NullMarked;
