/** Nodes are lost in many ways under several kinds of work at once, and every outcome that clients have got is checked afterwards. */
@NullMarked
package io.github.dqlite4j.it.faults;

import org.jspecify.annotations.NullMarked;
