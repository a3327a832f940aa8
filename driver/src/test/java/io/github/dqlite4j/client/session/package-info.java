/** Tests of the queues and threads of the client. */
@NullMarked
package io.github.dqlite4j.client.session;

import org.jspecify.annotations.NullMarked;
