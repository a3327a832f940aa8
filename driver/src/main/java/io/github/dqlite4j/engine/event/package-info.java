/** What a session reports to its door. */
@NullMarked
package io.github.dqlite4j.engine.event;

import org.jspecify.annotations.NullMarked;
