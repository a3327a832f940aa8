/** {@link java.sql.Blob} and {@link java.sql.Clob} in memory: the protocol carries whole values and has no locators. */
@NullMarked
package io.github.dqlite4j.jdbc.large;

import org.jspecify.annotations.NullMarked;
