/** Flyway support for dqlite, which Flyway finds as a plugin. It accepts the URL and lets several instances migrate at once. */
@NullMarked
package io.github.dqlite4j.spring.boot.flyway;

import org.jspecify.annotations.NullMarked;
