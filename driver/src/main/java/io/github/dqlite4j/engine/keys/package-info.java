/** The keys of inserted rows. */
@NullMarked
package io.github.dqlite4j.engine.keys;

import org.jspecify.annotations.NullMarked;
