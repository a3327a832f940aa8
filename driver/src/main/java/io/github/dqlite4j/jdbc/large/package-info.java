/** Large texts and bytes, held in memory: the protocol carries values as a whole and knows no locators. */
@NullMarked
package io.github.dqlite4j.jdbc.large;

import org.jspecify.annotations.NullMarked;
