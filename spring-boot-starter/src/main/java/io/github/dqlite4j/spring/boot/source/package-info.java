/** What data sources and URLs are, found without a connection. For the starter's own use. */
@NullMarked
package io.github.dqlite4j.spring.boot.source;

import org.jspecify.annotations.NullMarked;
