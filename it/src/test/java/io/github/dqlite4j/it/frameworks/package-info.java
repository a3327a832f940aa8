/** The libraries of docs/frameworks.md at a real node. Each program has a class path of its own, with what its section needs and nothing of the others. */
@NullMarked
package io.github.dqlite4j.it.frameworks;

import org.jspecify.annotations.NullMarked;
