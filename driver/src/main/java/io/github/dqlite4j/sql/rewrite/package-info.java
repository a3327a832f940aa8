/** Statements in another form that means the same. */
@NullMarked
package io.github.dqlite4j.sql.rewrite;

import org.jspecify.annotations.NullMarked;
