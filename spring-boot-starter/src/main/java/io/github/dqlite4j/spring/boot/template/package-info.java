/** The exceptions of templates and transaction managers that Spring Boot did not create. */
@NullMarked
package io.github.dqlite4j.spring.boot.template;

import org.jspecify.annotations.NullMarked;
