/**
 * The Hibernate dialect for dqlite, which is found without configuration, and a retry for transactions that were rolled back.
 */
@NullMarked
package io.github.dqlite4j.hibernate;

import org.jspecify.annotations.NullMarked;
