/** Parses a text of SQL into statements and the facts about each; everything is found by scanning tokens. */
@NullMarked
package io.github.dqlite4j.sql;

import org.jspecify.annotations.NullMarked;
