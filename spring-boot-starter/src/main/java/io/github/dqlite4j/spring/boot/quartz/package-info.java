/** Quartz on dqlite: the lock that a scheduler takes. Its tables are in the script for "sqlite". */
@NullMarked
package io.github.dqlite4j.spring.boot.quartz;

import org.jspecify.annotations.NullMarked;
