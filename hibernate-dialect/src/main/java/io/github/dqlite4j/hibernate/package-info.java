/** Hibernate ORM on dqlite: the dialect, found without configuration, and a retry for plain Hibernate. */
@NullMarked
package io.github.dqlite4j.hibernate;

import org.jspecify.annotations.NullMarked;
