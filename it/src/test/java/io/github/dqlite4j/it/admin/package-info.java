/** The administration of real clusters, and what go-dqlite's own tools see of it. */
@NullMarked
package io.github.dqlite4j.it.admin;

import org.jspecify.annotations.NullMarked;
