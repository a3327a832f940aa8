/** The one table from what the engine reports to SQLSTATEs and exception classes. */
@NullMarked
package io.github.dqlite4j.jdbc.error;

import org.jspecify.annotations.NullMarked;
