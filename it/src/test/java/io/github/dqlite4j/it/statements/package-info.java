/** Statements, batches, generated keys, pools and concurrent writers on real nodes. */
@NullMarked
package io.github.dqlite4j.it.statements;

import org.jspecify.annotations.NullMarked;
