/** The driver compared with sqlite-jdbc, statement by statement and getter by getter. */
@NullMarked
package io.github.dqlite4j.it.parity;

import org.jspecify.annotations.NullMarked;
