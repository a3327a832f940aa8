/** What is checked of a statement, and changed in it, before anything is sent; and which savepoints are open. */
@NullMarked
package io.github.dqlite4j.engine.check;

import org.jspecify.annotations.NullMarked;
