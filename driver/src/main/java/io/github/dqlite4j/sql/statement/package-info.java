/** A text cut into statements, and the facts about each that its text tells. */
@NullMarked
package io.github.dqlite4j.sql.statement;

import org.jspecify.annotations.NullMarked;
