/** Health, the endpoint and meters of an application, on real nodes that are killed and started again. */
@NullMarked
package io.github.dqlite4j.it.operations;

import org.jspecify.annotations.NullMarked;
