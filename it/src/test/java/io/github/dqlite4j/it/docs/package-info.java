/** The pages for newcomers, executed word for word. */
@NullMarked
package io.github.dqlite4j.it.docs;

import org.jspecify.annotations.NullMarked;
