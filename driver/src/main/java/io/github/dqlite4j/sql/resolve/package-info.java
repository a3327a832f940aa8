/** Finds the table columns that the result columns and parameters of a statement refer to. */
@NullMarked
package io.github.dqlite4j.sql.resolve;

import org.jspecify.annotations.NullMarked;
