/** Services of Docker Compose as data sources. */
@NullMarked
package io.github.dqlite4j.spring.boot.compose;

import org.jspecify.annotations.NullMarked;
