/** Spring Batch on dqlite: readers that do not hold the write lock, and the exceptions of writers. */
@NullMarked
package io.github.dqlite4j.spring.boot.batch;

import org.jspecify.annotations.NullMarked;
