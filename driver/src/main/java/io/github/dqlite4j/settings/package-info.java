/** A URL and its properties, parsed and checked. */
@NullMarked
package io.github.dqlite4j.settings;

import org.jspecify.annotations.NullMarked;
