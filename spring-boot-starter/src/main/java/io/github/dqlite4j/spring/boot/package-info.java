/**
 * Spring Boot auto-configuration for dqlite. {@code spring.datasource.url=jdbc:dqlite://…} is all that an application needs.
 */
@NullMarked
package io.github.dqlite4j.spring.boot;

import org.jspecify.annotations.NullMarked;
