/** Column getters and parameter setters: {@code java.sql} types and large objects, over the conversions of {@code value}. */
@NullMarked
package io.github.dqlite4j.jdbc.convert;

import org.jspecify.annotations.NullMarked;
