/** Metadata of databases, results and parameters, compared with what a real node does. */
@NullMarked
package io.github.dqlite4j.it.metadata;

import org.jspecify.annotations.NullMarked;
