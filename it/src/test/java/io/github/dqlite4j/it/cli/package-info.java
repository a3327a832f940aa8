/** The command line, started as a program from the jar with everything in it. */
@NullMarked
package io.github.dqlite4j.it.cli;

import org.jspecify.annotations.NullMarked;
