/** Sockets to real nodes that a function of the application opens. */
@NullMarked
package io.github.dqlite4j.it.dialing;

import org.jspecify.annotations.NullMarked;
