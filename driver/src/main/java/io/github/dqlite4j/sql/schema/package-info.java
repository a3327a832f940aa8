/** Tables and columns as {@code sqlite_schema} describes them. */
@NullMarked
package io.github.dqlite4j.sql.schema;

import org.jspecify.annotations.NullMarked;
