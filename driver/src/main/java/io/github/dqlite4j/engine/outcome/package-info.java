/** Finding out whether a transaction was committed, when the answer to its COMMIT is lost: docs/decisions/commit-outcome.md. */
@NullMarked
package io.github.dqlite4j.engine.outcome;

import org.jspecify.annotations.NullMarked;
