/** The JDBC driver: connections, statements, data sources. */
@NullMarked
package io.github.dqlite4j.jdbc;

import org.jspecify.annotations.NullMarked;
