/** One socket to one node: framing, TLS, deadlines, requests and answers, and the event loop that the calling thread drives. */
@NullMarked
package io.github.dqlite4j.transport;

import org.jspecify.annotations.NullMarked;
