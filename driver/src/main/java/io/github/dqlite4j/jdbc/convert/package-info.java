/** The table of conversions between SQLite's values and Java's types, both directions. */
@NullMarked
package io.github.dqlite4j.jdbc.convert;

import org.jspecify.annotations.NullMarked;
