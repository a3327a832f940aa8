/** Which node of a cluster leads, and how it is found; shared by all connections of the JVM to that cluster. */
@NullMarked
package io.github.dqlite4j.cluster;

import org.jspecify.annotations.NullMarked;
