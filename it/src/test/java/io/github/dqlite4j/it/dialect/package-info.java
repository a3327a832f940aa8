/** The Hibernate dialect on real nodes. */
@NullMarked
package io.github.dqlite4j.it.dialect;

import org.jspecify.annotations.NullMarked;
