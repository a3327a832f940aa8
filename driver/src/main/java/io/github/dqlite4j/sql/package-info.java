/** What a text of SQL is, found by scanning it: its statements, their kind, their parameters, and whether a node can bear them. */
@NullMarked
package io.github.dqlite4j.sql;

import org.jspecify.annotations.NullMarked;
