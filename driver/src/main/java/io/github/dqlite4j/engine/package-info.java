/**
 * A session with the cluster: its transaction, its statements, and what a failure means for the data. Knows no {@code
 * java.sql}.
 */
@NullMarked
package io.github.dqlite4j.engine;

import org.jspecify.annotations.NullMarked;
