/** Tests of the client with scripted peers. */
@NullMarked
package io.github.dqlite4j.client;

import org.jspecify.annotations.NullMarked;
