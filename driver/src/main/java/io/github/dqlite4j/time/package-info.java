/** The time, so that tests can set it. */
@NullMarked
package io.github.dqlite4j.time;

import org.jspecify.annotations.NullMarked;
