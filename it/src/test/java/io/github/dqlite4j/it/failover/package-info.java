/** The end of statements and transactions when something fails. */
@NullMarked
package io.github.dqlite4j.it.failover;

import org.jspecify.annotations.NullMarked;
