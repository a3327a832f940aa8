/** The SQL of HQL functions and mappings: executed on a real node, and written to docs/hql.md. */
@NullMarked
package io.github.dqlite4j.it.reference;

import org.jspecify.annotations.NullMarked;
