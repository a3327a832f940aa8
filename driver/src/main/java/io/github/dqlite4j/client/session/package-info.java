/** How the calls of the client get at a session of the engine: queues, the pool, threads, and one session with its conversions. Public only for the room above. */
@NullMarked
package io.github.dqlite4j.client.session;

import org.jspecify.annotations.NullMarked;
