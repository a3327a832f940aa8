/** Tables, columns and indexes as {@code sqlite_schema} describes them; {@link CoercedTypes} is public only for sql. */
@NullMarked
package io.github.dqlite4j.sql.schema;

import org.jspecify.annotations.NullMarked;
