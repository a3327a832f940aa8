/** A text of SQL, found by scanning it. */
@NullMarked
package io.github.dqlite4j.sql;

import org.jspecify.annotations.NullMarked;
