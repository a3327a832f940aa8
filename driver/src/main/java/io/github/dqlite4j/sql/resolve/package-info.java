/** Where the columns and parameters of a statement come from. */
@NullMarked
package io.github.dqlite4j.sql.resolve;

import org.jspecify.annotations.NullMarked;
