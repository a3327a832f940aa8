/** Passes events of sessions on to the log and to listeners, with the exceptions of {@code java.sql}. */
@NullMarked
package io.github.dqlite4j.jdbc.event;

import org.jspecify.annotations.NullMarked;
