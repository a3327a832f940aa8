/**
 * What one statement is and does, as far as its own text shows; {@link Classifier}, {@link StatementSplitter},
 * {@link Pragma}, {@link SqlParameters} and {@link ReturningClause} are public only for the other packages of sql.
 */
@NullMarked
package io.github.dqlite4j.sql.statement;

import org.jspecify.annotations.NullMarked;
