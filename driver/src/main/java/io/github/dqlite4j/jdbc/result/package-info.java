/** Result sets, their cursors and metadata. */
@NullMarked
package io.github.dqlite4j.jdbc.result;

import org.jspecify.annotations.NullMarked;
