/** What a transaction has executed and what its caller has seen of it, so that it can be executed again. No sockets, no waiting. */
@NullMarked
package io.github.dqlite4j.engine.replay;

import org.jspecify.annotations.NullMarked;
