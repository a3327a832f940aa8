/** How rows are printed: modes, widths, and what a terminal must not get. */
@NullMarked
package io.github.dqlite4j.cli.output;

import org.jspecify.annotations.NullMarked;
