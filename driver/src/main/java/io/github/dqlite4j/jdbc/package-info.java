/** {@code java.sql} over the client. The only package that blocks, and the only one that knows SQLSTATE. */
@NullMarked
package io.github.dqlite4j.jdbc;

import org.jspecify.annotations.NullMarked;
