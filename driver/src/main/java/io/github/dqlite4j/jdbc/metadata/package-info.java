/** {@link java.sql.DatabaseMetaData}'s questions: one class for each. */
@NullMarked
package io.github.dqlite4j.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
