/** The sample application under use, outages and loss of its leader. */
@NullMarked
package io.github.dqlite4j.it.shop;

import org.jspecify.annotations.NullMarked;
