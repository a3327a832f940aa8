/** Spring Boot on dqlite: {@code spring.datasource.url=jdbc:dqlite://…} alone is enough. */
@NullMarked
package io.github.dqlite4j.spring.boot;

import org.jspecify.annotations.NullMarked;
