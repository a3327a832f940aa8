/** The queue of the writers of this JVM. */
@NullMarked
package io.github.dqlite4j.engine.write;

import org.jspecify.annotations.NullMarked;
