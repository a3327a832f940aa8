/** Flyway on dqlite, found by Flyway itself: accepts the URL, and lets many instances migrate at once. */
@NullMarked
package io.github.dqlite4j.spring.boot.flyway;

import org.jspecify.annotations.NullMarked;
