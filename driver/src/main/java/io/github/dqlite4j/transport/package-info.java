/**
 * One socket to one node: framing, TLS, the event loop that the calling thread drives, deadlines, and the pairing of
 * requests with answers.
 */
@NullMarked
package io.github.dqlite4j.transport;

import org.jspecify.annotations.NullMarked;
