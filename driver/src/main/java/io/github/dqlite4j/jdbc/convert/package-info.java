/** Column getters and parameter setters of {@code java.sql} types, over {@code value}. */
@NullMarked
package io.github.dqlite4j.jdbc.convert;

import org.jspecify.annotations.NullMarked;
