/** The command line: a shell for SQL, scripts, and the administration of a cluster. It uses JDBC and the administration, as an application would. */
@NullMarked
package io.github.dqlite4j.cli;

import org.jspecify.annotations.NullMarked;
