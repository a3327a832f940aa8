/** Rewrites statements: takes a statement and returns the text of another one, which the caller has to parse. */
@NullMarked
package io.github.dqlite4j.sql.rewrite;

import org.jspecify.annotations.NullMarked;
