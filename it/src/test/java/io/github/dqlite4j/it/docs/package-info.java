/** The pages for newcomers: what they say is done, word for word. */
@NullMarked
package io.github.dqlite4j.it.docs;

import org.jspecify.annotations.NullMarked;
