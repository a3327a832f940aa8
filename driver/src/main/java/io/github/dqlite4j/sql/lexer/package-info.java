/** Tokens and names of SQL. */
@NullMarked
package io.github.dqlite4j.sql.lexer;

import org.jspecify.annotations.NullMarked;
