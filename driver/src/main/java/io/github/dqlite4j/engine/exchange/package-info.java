/** Blocking requests to one node with one database open, how long they wait, and what that node can do. */
@NullMarked
package io.github.dqlite4j.engine.exchange;

import org.jspecify.annotations.NullMarked;
