/** Sets up every data source and pool with a dqlite URL: the driver class, timeouts that fit elections, and options of the driver. */
@NullMarked
package io.github.dqlite4j.spring.boot.pool;

import org.jspecify.annotations.NullMarked;
