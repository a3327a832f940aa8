/** JDBC escapes, translated to SQLite. */
@NullMarked
package io.github.dqlite4j.sql.escape;

import org.jspecify.annotations.NullMarked;
