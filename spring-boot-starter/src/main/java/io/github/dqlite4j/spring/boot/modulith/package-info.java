/** Spring Modulith on dqlite: its registry of event publications knows no SQLite. */
@NullMarked
package io.github.dqlite4j.spring.boot.modulith;

import org.jspecify.annotations.NullMarked;
