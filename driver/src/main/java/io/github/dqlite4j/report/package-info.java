/** What users read and observe: exceptions and log lines of printable text, and calls to observers that cannot fail. */
@NullMarked
package io.github.dqlite4j.report;

import org.jspecify.annotations.NullMarked;
