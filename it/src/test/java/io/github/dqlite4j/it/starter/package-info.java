/** The Spring Boot starter on real nodes. */
@NullMarked
package io.github.dqlite4j.it.starter;

import org.jspecify.annotations.NullMarked;
