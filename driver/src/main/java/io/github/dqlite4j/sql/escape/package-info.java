/** Translates JDBC escapes to the SQL of SQLite. */
@NullMarked
package io.github.dqlite4j.sql.escape;

import org.jspecify.annotations.NullMarked;
