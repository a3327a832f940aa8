/**
 * The asynchronous client: connections, a pool, statements, rows as values and streams, transactions. Start with {@link
 * io.github.dqlite4j.client.DqlitePool} or {@link io.github.dqlite4j.client.DqliteClient}.
 */
@NullMarked
package io.github.dqlite4j.client;

import org.jspecify.annotations.NullMarked;
