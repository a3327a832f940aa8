/** Requests that are sent before the answers to earlier ones have come, and what that is safe for. */
@NullMarked
package io.github.dqlite4j.engine.pipeline;

import org.jspecify.annotations.NullMarked;
