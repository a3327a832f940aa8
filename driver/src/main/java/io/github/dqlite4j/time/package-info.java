/** The clock that measures deadlines, which tests can replace. */
@NullMarked
package io.github.dqlite4j.time;

import org.jspecify.annotations.NullMarked;
