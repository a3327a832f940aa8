/** Events of the driver for metrics and tracing, whichever door they come through. */
@NullMarked
package io.github.dqlite4j.event;

import org.jspecify.annotations.NullMarked;
