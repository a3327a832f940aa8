/** One connection to a node, and one cluster: framing, handshake, pairing of requests with answers, leader discovery. */
@NullMarked
package io.github.dqlite4j.client;

import org.jspecify.annotations.NullMarked;
