/** What the classes of the door share. */
@NullMarked
package io.github.dqlite4j.jdbc.support;

import org.jspecify.annotations.NullMarked;
