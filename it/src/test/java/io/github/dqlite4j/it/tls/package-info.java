/** Connections through TLS. */
@NullMarked
package io.github.dqlite4j.it.tls;

import org.jspecify.annotations.NullMarked;
