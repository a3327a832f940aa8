/** The dqlite wire protocol, version 1: bytes to messages and back. It uses no sockets, threads, JDBC or logging. */
@NullMarked
package io.github.dqlite4j.wire;

import org.jspecify.annotations.NullMarked;
