/** The map that bounds the driver's caches. */
@NullMarked
package io.github.dqlite4j.cache;

import org.jspecify.annotations.NullMarked;
