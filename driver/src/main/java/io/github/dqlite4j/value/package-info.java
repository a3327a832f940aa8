/** Conversions between Java values and what SQLite stores, without {@code java.sql}. */
@NullMarked
package io.github.dqlite4j.value;

import org.jspecify.annotations.NullMarked;
