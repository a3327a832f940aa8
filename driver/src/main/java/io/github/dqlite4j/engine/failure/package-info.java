/** What can go wrong in a session, what it means for the data, and what to do next. Pure: no sockets, no threads, no waiting. */
@NullMarked
package io.github.dqlite4j.engine.failure;

import org.jspecify.annotations.NullMarked;
