/** A small Spring Boot application while its leader is killed. */
@NullMarked
package io.github.dqlite4j.it.boot;

import org.jspecify.annotations.NullMarked;
