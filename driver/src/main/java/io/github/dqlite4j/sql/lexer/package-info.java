/** Splits SQL into tokens and quotes names; public only for the other packages of sql, except {@link SqlIdentifiers}. */
@NullMarked
package io.github.dqlite4j.sql.lexer;

import org.jspecify.annotations.NullMarked;
