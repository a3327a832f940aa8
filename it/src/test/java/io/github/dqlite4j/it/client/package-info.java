/** The asynchronous client at real nodes. */
@NullMarked
package io.github.dqlite4j.it.client;

import org.jspecify.annotations.NullMarked;
