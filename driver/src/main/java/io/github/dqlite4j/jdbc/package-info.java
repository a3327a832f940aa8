/** The door for {@code java.sql}: connections, statements, data sources. */
@NullMarked
package io.github.dqlite4j.jdbc;

import org.jspecify.annotations.NullMarked;
