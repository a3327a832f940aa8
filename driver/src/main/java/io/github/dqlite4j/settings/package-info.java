/** A URL and its properties, read and checked. */
@NullMarked
package io.github.dqlite4j.settings;

import org.jspecify.annotations.NullMarked;
