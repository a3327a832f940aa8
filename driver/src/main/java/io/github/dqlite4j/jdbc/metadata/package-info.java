/** {@link java.sql.DatabaseMetaData}, with one class for each of its queries. */
@NullMarked
package io.github.dqlite4j.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
