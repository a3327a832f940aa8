/** What every data source and pool with a dqlite URL is given: a driver class, times that fit elections, options of the driver. */
@NullMarked
package io.github.dqlite4j.spring.boot.pool;

import org.jspecify.annotations.NullMarked;
