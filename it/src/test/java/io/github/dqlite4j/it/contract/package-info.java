/** The contract of JDBC on real nodes: ways of connecting, wrong input, and one connection in several threads. */
@NullMarked
package io.github.dqlite4j.it.contract;

import org.jspecify.annotations.NullMarked;
