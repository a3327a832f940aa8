/** Result sets of a real node: types, columns, sizes and kinds. */
@NullMarked
package io.github.dqlite4j.it.results;

import org.jspecify.annotations.NullMarked;
