/** Conversions between Java values and what SQLite stores, without {@code java.sql}, so that every API of the driver can use them. */
@NullMarked
package io.github.dqlite4j.value;

import org.jspecify.annotations.NullMarked;
