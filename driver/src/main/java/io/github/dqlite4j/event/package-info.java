/** Events of the JDBC driver and the client, for metrics and tracing. */
@NullMarked
package io.github.dqlite4j.event;

import org.jspecify.annotations.NullMarked;
